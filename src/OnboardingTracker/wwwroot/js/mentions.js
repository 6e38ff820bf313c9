// While somebody types @ in a field with data-mentions, the people of the team are offered beneath it. Without JavaScript @ and a name
// typed whole do the same.
const people = field => document.getElementById(field.dataset.mentions);

const wordAt = field => {
  if (field.selectionStart !== field.selectionEnd) return null;
  const before = field.value.slice(0, field.selectionStart);
  const found = /(^|[^\p{L}\p{N}._+\-/\\@%=#])@([\p{L}\p{N}._@-]*(?: [\p{L}\p{N}.-]*)?)$/u.exec(before);
  return found && { start: before.length - found[2].length - 1, text: found[2].toLowerCase() };
};

const shown = list => [...list.children].filter(option => !option.hidden);
const current = list => list.querySelector('[aria-selected="true"]');

const close = field => {
  const list = people(field);
  if (!list || list.hidden) return;
  list.hidden = true;
  field.removeAttribute('aria-activedescendant');
  say(list, '');
};

const say = (list, words) => {
  const place = list.parentElement.querySelector('[data-mentions-say]');
  if (place) place.textContent = words;
};

const choose = (field, option) => {
  const list = people(field);
  for (const other of list.children) other.setAttribute('aria-selected', String(other === option));
  field.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
  say(list, `${option.firstElementChild.textContent}, ${shown(list).indexOf(option) + 1} of ${shown(list).length}`);
};

const offer = field => {
  const list = people(field);
  const word = wordAt(field);
  if (!list || !word) return close(field);
  for (const option of list.children) {
    const [name, email] = [...option.children].map(part => part.textContent.toLowerCase());
    option.hidden = !(name.startsWith(word.text) || email.startsWith(word.text) || name.split(' ').some(part => part.startsWith(word.text)));
  }
  const [first] = shown(list);
  if (!first) return close(field);
  list.hidden = false;
  field.setAttribute('aria-controls', list.id);
  field.setAttribute('aria-autocomplete', 'list');
  choose(field, first);
};

const insert = (field, option) => {
  const word = wordAt(field);
  if (word) field.setRangeText(`@${option.dataset.insert} `, word.start, field.selectionStart, 'end');
  close(field);
  field.focus();
};

document.addEventListener('input', event => {
  if (event.target.matches?.('[data-mentions]')) offer(event.target);
});

document.addEventListener('keydown', event => {
  const field = event.target;
  if (!field.matches?.('[data-mentions]')) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    field.form.requestSubmit(field.form.querySelector('.btn--primary'));
    return;
  }
  const list = people(field);
  if (!list || list.hidden) return;
  const options = shown(list);
  const at = options.indexOf(current(list));
  if (event.key === 'ArrowDown') choose(field, options[(at + 1) % options.length]);
  else if (event.key === 'ArrowUp') choose(field, options[(at - 1 + options.length) % options.length]);
  else if (event.key === 'Enter' || event.key === 'Tab') insert(field, options[at]);
  else if (event.key === 'Escape') close(field);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener('mousedown', event => {
  const option = event.target.closest?.('.mention-people [role="option"]');
  if (!option) return;
  event.preventDefault();
  const field = document.querySelector(`[data-mentions="${option.parentElement.id}"]`);
  if (field) insert(field, option);
});

document.addEventListener('focusout', event => {
  if (event.target.matches?.('[data-mentions]')) close(event.target);
});
