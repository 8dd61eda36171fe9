"""What a helpline's desk shows of a case beside the talk: fields, the result with its sources, what changed, what if, a note.

Pure functions of a conversation's slots; the wording is in ``domain.yml`` (``utter_desk_…``).
"""
