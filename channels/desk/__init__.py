"""The helpline's desk: the same guide as a script for staff on the phone."""
