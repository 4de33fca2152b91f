"""Reading the sources in the chat: links that lead to a sentence, and articles page by page."""
