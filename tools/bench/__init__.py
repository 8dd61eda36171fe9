"""The guide beside the bot that ``rasa init`` makes: both on this machine, at the same time, asked the same."""
