"""Clients' vehicles: plates, VINs, mileage, and what becomes of them when cards are joined."""
