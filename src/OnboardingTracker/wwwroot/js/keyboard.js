// Keys. Anything with data-key="m" is pressed by that key: first in the focused row, then in the row's shared menu,
// then on the page. Single keys never fire while typing, with a modifier, in a dialog, or when switched off (WCAG 2.1.4).
const setting = 'shortcuts-off';
const off = () => localStorage.getItem(setting) === 'true';
const typing = element => element.closest?.('input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"]), select, textarea, [contenteditable="true"]');
const rowsOf = () => [...document.querySelectorAll('main [data-row]')].filter(row => row.checkVisibility());
const rowOf = element => element?.closest?.('[data-row]');
const usable = element => !element.disabled && element.getAttribute('aria-disabled') !== 'true';
let lastRow = null;
let lastIndex = -1;
let pending = null;

const focusRow = row => {
  const target = row.querySelector('[data-open]') ?? row.querySelector('a, button') ?? row;
  target.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest', inline: 'nearest' });
};

const step = by => {
  const rows = rowsOf();
  if (rows.length === 0) return false;
  const known = rowOf(document.activeElement) ?? rows.find(row => row.dataset.id && row.dataset.id === lastRow);
  // A row that has left the list: the one that took its place comes next.
  const gone = lastIndex >= 0 ? lastIndex - (by > 0 ? 1 : 0) : by > 0 ? -1 : rows.length;
  const at = known ? rows.indexOf(known) : gone;
  const focused = rowOf(document.activeElement) !== null && rowOf(document.activeElement) !== undefined;
  const next = focused || !known ? at + by : at;
  focusRow(rows[Math.max(0, Math.min(rows.length - 1, next))]);
  return true;
};

const onBoard = key => {
  const card = document.activeElement?.closest?.('[data-board] [data-row]');
  if (!card) return false;
  const column = card.closest('[data-board-column]');
  const cards = [...column.querySelectorAll('[data-row]')];
  const at = cards.indexOf(card);
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const next = cards[at + (key === 'ArrowDown' ? 1 : -1)];
    if (next) focusRow(next);
    return true;
  }
  const columns = [...card.closest('[data-board]').querySelectorAll('[data-board-column]')].filter(c => c.querySelector('[data-row]'));
  const next = columns[columns.indexOf(column) + (key === 'ArrowRight' ? 1 : -1)];
  if (next) {
    const others = next.querySelectorAll('[data-row]');
    focusRow(others[Math.min(at, others.length - 1)]);
  }
  return true;
};

const press = element => {
  if (element.matches('input, select, textarea')) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
};

const run = key => {
  // Where rows are ticked, a key that the bar has means all of them.
  const forAll = document.querySelector('[data-select]:checked') && document.querySelector(`[data-bulk-bar] [data-bulk-key="${CSS.escape(key)}"]`);
  if (forAll && usable(forAll)) return press(forAll), true;
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const row = rowOf(document.activeElement);
  // What the screen has no room for is not pressed unseen.
  const own = row && [...row.querySelectorAll(selector)].find(element => usable(element) && element.checkVisibility());
  if (own) return press(own), true;
  if (row && !document.dispatchEvent(new CustomEvent('row-action', { cancelable: true, detail: { row, key } }))) return true;
  const found = [...document.querySelectorAll(selector)].filter(usable);
  const onPage = found.findLast(element => !element.closest('[data-row], [data-row-actions]'));
  if (onPage) return press(onPage), true;
  if (found.length > 0) {
    document.dispatchEvent(new CustomEvent('toast', { detail: { message: 'Choose a row first, with j and k.', tone: 'info' } }));
    return true;
  }
  return false;
};

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    document.dispatchEvent(new CustomEvent('palette:open', { detail: { row: rowOf(document.activeElement) } }));
    return;
  }
  if (event.ctrlKey || event.metaKey) return;
  if (typing(event.target)) {
    if (event.key === 'Escape' && event.target.matches('[role="search"] input')) event.target.blur();
    return;
  }
  if (off() || document.querySelector('dialog[open]') || event.target.closest('.menu:popover-open, .board-ghost')) return;

  const { key } = event;
  const after = pending;
  pending = null;
  let done = false;
  if (after) done = run(`${after} ${key}`);
  else if (key === 'j') done = step(1);
  else if (key === 'k') done = step(-1);
  else if (key.startsWith('Arrow')) done = onBoard(key);
  else if (key === 'x') {
    const box = rowOf(document.activeElement)?.querySelector('[data-select]');
    box?.click();
    done = Boolean(box);
  } else if (key.length === 1 && key !== ' ' && document.querySelector(`[data-key^="${CSS.escape(key)} "]`)) {
    pending = key;
    setTimeout(() => { pending = null; }, 1200);
    done = true;
  } else if (key.length === 1 && key !== ' ') done = run(key);
  if (done) event.preventDefault();
});

document.addEventListener('focusin', event => {
  const row = rowOf(event.target);
  if (!row?.dataset.id) return;
  lastRow = row.dataset.id;
  lastIndex = rowsOf().indexOf(row);
});

// The list of shortcuts is what this page has registered, nothing else.
const dialog = document.getElementById('shortcuts');
dialog?.addEventListener('dialog:opening', () => {
  const entries = new Map([['Ctrl K', 'Go to an account or run an action']]);
  if (document.querySelector('main [data-row]')) {
    entries.set('j', 'Next row').set('k', 'Previous row').set('Enter', 'Open the row');
    if (document.querySelector('[data-select]')) entries.set('x', 'Select the row');
    if (document.querySelector('[data-board]')) entries.set('← ↑ ↓ →', 'Between cards and columns');
  }
  for (const element of document.querySelectorAll('[data-key]')) {
    const key = element.dataset.key;
    if (!entries.has(key)) entries.set(key, element.dataset.keyLabel ?? element.getAttribute('aria-label') ?? element.textContent.replace(element.querySelector('kbd')?.textContent ?? '', '').trim());
  }
  const list = dialog.querySelector('[data-shortcuts]');
  list.replaceChildren();
  for (const [key, label] of entries) {
    const term = document.createElement('dt');
    term.textContent = label;
    const keys = document.createElement('dd');
    for (const part of key.split(' ')) {
      const kbd = document.createElement('kbd');
      kbd.textContent = part;
      keys.append(kbd, ' ');
    }
    const pair = document.createElement('div');
    pair.append(term, keys);
    list.append(pair);
  }
  dialog.querySelector('[data-shortcuts-switch]').checked = !off();
});
dialog?.querySelector('[data-shortcuts-switch]').addEventListener('change', event => {
  localStorage.setItem(setting, String(!event.target.checked));
});
