"""The only code that uses the network: official documents, fetched politely and safely."""
