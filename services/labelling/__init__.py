"""What a request is called besides its type: tags (G4), repeat contact (V6), target or not (G10)."""
