"""What several test modules share: corpora, the program, notebooks, and a publisher's server. No test lives here."""
