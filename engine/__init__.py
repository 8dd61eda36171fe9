"""How the guide runs: where conversations are kept and for how long, speed, quiet logs, figures without words."""
