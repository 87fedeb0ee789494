// Closing by the script, and what is known of the matter: digits choose a result, only what it needs is asked for, what follows it is set.
import { byId } from './page.js';

export function wrapUp() {
  document.addEventListener('change', ({ target }) => {
    if (target.form?.id !== 'form-close') return;
    if (target.name === 'outcome') chosen(target);
    else if (target.name === 'next') target.form.dataset.next = 'chosen';
  });
  const now = byId('form-close')?.querySelector('[name=outcome]:checked');
  narrow(now);
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    if (ctx.select !== '#card') return;
    narrow(byId('form-close')?.querySelector('[name=outcome]:checked'));
    if (ctx.response?.status < 400) nextUnknown();
  });
}

/** The result of this digit, while the form is open; false: the form is not, and the key means something else. */
export function chooseResult(digit) {
  if (!byId('drawer-close')?.open) return false;
  const option = byId('form-close').querySelector(`[data-digit="${digit}"]`);
  if (option) {
    option.checked = true;
    chosen(option);
    (lacking() ?? byId('close-summary')).focus();
  }
  return true;
}

/** The first field of the script that nobody knows, open to be filled in. */
export function nextUnknown() {
  const field = document.querySelector('#known .lacking details') ?? document.querySelector('#known details');
  if (!field) return;
  field.open = true;
  field.querySelector('select, textarea, input:not([type=hidden])').focus();
  field.scrollIntoView({ block: 'nearest' });
}

function chosen(option) {
  const form = option.form;
  narrow(option);
  if (form.dataset.next !== 'chosen') {
    const step = form.querySelector(`[name=next][value="${option.dataset.next}"]`);
    if (step) step.checked = true;
    form.querySelector('[name=next][value=""]').closest('label').hidden = Boolean(step); // said by the step itself now
  }
  const message = byId('close-message');
  message.dataset.usual ??= message.placeholder;
  message.placeholder = option.dataset.says ?? message.dataset.usual;
}

/** What this result can do without is out of the way; as long as none is chosen, everything is. Words already typed stay in sight. */
function narrow(option) {
  const all = [...document.querySelectorAll('#wrap-fields [data-needed]')];
  for (const field of all) {
    const input = field.querySelector('[name^="fields."]');
    field.hidden = !input?.value && !field.querySelector('[aria-invalid]') && !(option && field.dataset.needed.split(' ').includes(option.value));
  }
  const group = byId('wrap-fields');
  if (group) group.hidden = all.every((field) => field.hidden);
}

const lacking = () => [...document.querySelectorAll('#wrap-fields [data-needed]:not([hidden]) [name^="fields."]')].find((input) => !input.value);
