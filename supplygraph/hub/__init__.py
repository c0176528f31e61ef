"""What a record of the Hugging Face Hub says, as declared nodes and relationships."""
