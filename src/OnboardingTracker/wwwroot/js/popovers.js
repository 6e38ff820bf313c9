// data-edit on a link opens a small editor beside it: the link's fragment, in a popover. Without JavaScript it leads to the same
// choice as a page. Every open menu is walked with the arrow keys, and by typing how an entry begins.
const editor = document.getElementById('editor');
let opener = null;

document.addEventListener('click', event => {
  const link = event.target.closest('a[data-edit]');
  if (!link || !editor || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  opener = link;
  editor.setAttribute('aria-label', link.dataset.editLabel ?? 'Change a value');
  // A menu that the link stands in would close over its head.
  link.closest('.menu[popover]')?.hidePopover();
  window.htmx.ajax('GET', link.href, { source: editor, target: editor, swap: 'innerHTML' });
});

// Beside what was pressed; where that is not to be seen (a key, a menu that has closed), beside the row that has the focus.
const anchor = () =>
  opener?.isConnected && opener.checkVisibility() ? opener : document.activeElement?.closest('[data-row]')?.querySelector('[data-open]') ?? undefined;

editor?.addEventListener('htmx:afterSwap', event => {
  if (event.detail.target !== editor) return;
  if (!editor.firstElementChild) {
    editor.hidePopover();
    return;
  }
  if (!editor.matches(':popover-open')) editor.showPopover({ source: anchor() });
  const first = editor.querySelector('[autofocus]') ?? itemsOf(editor)[0];
  // htmx gives it the focus once more when it settles, and by then somebody may have gone on.
  first?.removeAttribute('autofocus');
  first?.focus();
});
editor?.addEventListener('toggle', event => {
  if (event.newState !== 'closed') return;
  editor.replaceChildren();
  backToRow();
});

// What had the focus went with the answer: the row that was worked on has it again, so that the next key means the same row.
let row = null;
document.addEventListener('focusin', event => {
  const id = event.target.closest?.('[data-row]')?.id;
  if (id) row = id;
});
const backToRow = () => {
  if (document.activeElement !== document.body) return;
  const link = row && document.getElementById(row)?.querySelector('[data-open]');
  // Where there are no rows, as on the page of one account, what was pressed has it again.
  if (link) link.focus({ preventScroll: true });
  else if (opener?.isConnected && opener.checkVisibility()) opener.focus({ preventScroll: true });
};
document.getElementById('dialog')?.addEventListener('close', () => setTimeout(backToRow));

const itemsOf = menu => [...menu.querySelectorAll('.menu-item')].filter(item => !item.disabled && item.checkVisibility());
let typed = '';
let forget = 0;

document.addEventListener('keydown', event => {
  const menu = event.target.closest?.('.menu:popover-open');
  if (!menu || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea')) return;
  const items = itemsOf(menu);
  if (items.length === 0) return;
  const at = items.indexOf(document.activeElement.closest('.menu-item'));
  let next = null;
  if (event.key === 'ArrowDown') next = items[(at + 1) % items.length];
  else if (event.key === 'ArrowUp') next = items[(at - 1 + items.length) % items.length];
  else if (event.key === 'Home') next = items[0];
  else if (event.key === 'End') next = items.at(-1);
  else if (event.key.length === 1 && event.key !== ' ') {
    clearTimeout(forget);
    forget = setTimeout(() => { typed = ''; }, 800);
    typed += event.key.toLowerCase();
    next = items.find(item => item.textContent.trim().toLowerCase().startsWith(typed));
  }
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
});
