// data-dialog="#id" opens a dialog of this page; on a link, data-dialog alone loads the link's fragment into #dialog.
// Without JavaScript the link leads to the same form as a page.
const host = document.getElementById('dialog');

const show = dialog => {
  if (!dialog.open) dialog.showModal();
};

document.addEventListener('click', event => {
  const opener = event.target.closest('[data-dialog]');
  if (opener && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    const selector = opener.dataset.dialog;
    if (selector) {
      event.preventDefault();
      opener.closest('[popover]')?.hidePopover?.();
      const dialog = document.querySelector(selector);
      dialog.dispatchEvent(new CustomEvent('dialog:opening'));
      show(dialog);
    } else if (window.htmx && host) {
      event.preventDefault();
      const menu = opener.closest('.menu[popover]');
      if (menu?.matches(':popover-open')) menu.hidePopover();
      window.htmx.ajax('GET', opener.href, { target: host, swap: 'innerHTML' });
    }
    return;
  }

  if (event.target.closest('[data-dialog-close]')) {
    const dialog = event.target.closest('dialog');
    if (dialog) {
      event.preventDefault();
      dialog.close();
    }
  } else if (event.target.matches('dialog[open]')) {
    // A click on the dialog element itself is one on its backdrop: everything inside is covered by children.
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && event.detail > 0) event.target.close();
  }
});

// A fragment that arrived opens the dialog; an empty answer (the work is done) closes it.
host?.addEventListener('htmx:afterSwap', event => {
  if (event.detail.target !== host) return;
  if (host.firstElementChild) {
    show(host);
    const first = host.querySelector('[data-error-summary], [autofocus]');
    // htmx gives it the focus once more when it settles, and by then somebody may be typing elsewhere.
    for (const element of host.querySelectorAll('[autofocus]')) element.removeAttribute('autofocus');
    first?.focus();
  } else {
    host.close();
  }
});
host?.addEventListener('close', () => host.replaceChildren());
