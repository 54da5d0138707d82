"""The scoring service: another server of this kind whose API scores what is typed here."""
