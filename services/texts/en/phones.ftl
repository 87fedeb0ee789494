## Whose word a client's phone stands on
console-phone-by-contact = verified by the client
console-phone-by-staff = verified by staff
console-phone-by-system = verified by the workshop’s system
