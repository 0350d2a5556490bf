"""Working in bulk: files that editors give, previewed and imported by the one loading engine, and lists given out."""
