"""Amounts of money as people write them."""

from decimal import Decimal

from babel.numbers import format_decimal, get_currency_symbol


def money(language: str, amount: Decimal, currency: str) -> str:
    """`12 500 ₽`, `₽12,500`; hundredths only where there are any. `currency`: ISO 4217."""
    whole = amount == amount.to_integral_value()
    number = format_decimal(abs(amount), format="#,##0" if whole else "#,##0.00", locale=language)
    sign, symbol = "-" if amount < 0 else "", get_currency_symbol(currency, locale="ru")
    if language == "ru" or symbol.isalpha():
        return f"{sign}{number}\N{NO-BREAK SPACE}{symbol}"
    return f"{sign}{symbol}{number}"
