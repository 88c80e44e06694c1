// Everything essential works without this.
"use strict";
(() => {
  const root = document.documentElement;
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const target = event.target instanceof Element && event.target.closest(selector);
      if (target) act(target, event);
    });

  // The theme, before the first paint.
  const stored = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (stored === "light" || stored === "dark") root.dataset.theme = stored;
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  on("click", "[data-theme-switch]", (button) => {
    root.dataset.theme = isDark() ? "light" : "dark";
    button.setAttribute("aria-pressed", isDark());
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private window */ }
  });

  // A form goes once: its button is busy meanwhile.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    const button = event.submitter || form.querySelector("button:not([type=button])");
    button?.setAttribute("aria-busy", true);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    find("form[data-sent]").forEach((form) => delete form.dataset.sent);
    find("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  on("click", "[data-reveal]", (button) => {
    const input = document.getElementById(button.dataset.reveal);
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  });

  on("click", "[data-copy]", async (button) => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      say(root.dataset.copied);
      button.classList.add("primary");
    } catch {
      getSelection().selectAllChildren(source);
    }
  });

  on("click", "[data-print]", () => print());

  // A filter answers when it changes, a search while one types: leaving its field is no further change.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (!form) return;
    if (event.target.type === "search") event.stopPropagation();
    else if (!window.htmx) form.requestSubmit();
  }, true);

  // Menus close by Escape and by a click elsewhere.
  const closeMenus = (but) => find("details.menu[open]").forEach((menu) => { if (menu !== but) menu.open = false; });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.activeElement?.closest("details.menu[open]");
      closeMenus();
      menu?.querySelector("summary").focus();
    }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });

  // Tells what changed without a new page.
  const say = (words) => {
    const region = document.getElementById("live");
    if (region && words) { region.textContent = ""; setTimeout(() => { region.textContent = words; }, 50); }
  };

  // "Show more": the focus goes to the first new row, and the number of rows is said.
  let rows = 0;
  const body = (list) => document.querySelector(`#${CSS.escape(list)} tbody`);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const list = event.target.dataset?.more;
    if (list) rows = body(list).rows.length;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    prepare(event.target);
    const list = event.detail.requestConfig?.elt?.dataset?.more;
    const first = list && body(list).rows[rows];
    if (!first) return;
    const place = first.querySelector("a, button") || first.cells[0];
    if (!place.matches("a, button")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    say(root.dataset.more?.replace("0", body(list).rows.length - rows));
  });

  // What needs this script appears; a wide list takes the focus.
  const prepare = (part) => {
    find("[data-copy], [data-reveal], [data-print], [data-theme-switch]", part).forEach((button) => { button.hidden = false; });
    find("[data-theme-switch]", part).forEach((button) => button.setAttribute("aria-pressed", isDark()));
    find("[data-autosubmit] > button", part).forEach((button) => { button.hidden = true; });
    find(".table", part).forEach((table) => { if (table.scrollWidth > table.clientWidth) table.tabIndex = 0; });
  };
  // A field for some choices of another one hides for the others.
  const suit = () => find("[data-only-for]").forEach((field) => {
    const [name, is, ...values] = field.dataset.onlyFor.split(" ");
    const other = field.closest("form").elements[name];
    field.hidden = other && values.includes(other.value) !== (is === "is");
  });
  document.addEventListener("change", suit);
  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    suit();
    document.querySelector("[data-focus]")?.focus();
    // On a phone filters are open while they are in use.
    if (matchMedia("(width <= 44rem)").matches) find(".fold:has(select, [type=date])").forEach((fold) => {
      fold.firstChild.hidden = false;
      fold.open = find("[name]", fold).some((field) => field.value);
    });
    find(".sections [aria-current], .tabs [aria-current]").forEach((current) => {
      const strip = current.closest("ul, .tabs");
      strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
    });
  });
})();
