"""What a document says of itself: title, publisher, date, kind, and the id made of them."""
