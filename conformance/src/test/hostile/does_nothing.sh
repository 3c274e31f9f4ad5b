# Exits at once, without a word, and calls it a success.
exit 0
