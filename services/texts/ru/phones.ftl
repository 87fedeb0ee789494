## Чьё слово стоит за телефоном клиента
console-phone-by-contact = подтвердил клиент
console-phone-by-staff = подтвердил сотрудник
console-phone-by-system = подтверждён учётной программой
