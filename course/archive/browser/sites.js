// A page in the frame of its site. The HTML comes sanitised from Python; here it gets pictures, faces and signs.

const COUNTS = ["likes", "reposts", "replies", "views", "votes"];

function drawPage(page, act) {
  const { site } = page;
  const body = h("div", { class: "aw-content", html: page.html });
  const dates = [page.published && "Published " + page.published, page.changed && "Changed " + page.changed].filter(Boolean);
  const menu = site.nav.length
    ? h("nav", { class: "aw-nav", "aria-label": "Menu of " + site.name }, site.nav.map((one) => h("a", { href: one.to }, one.label)))
    : null;
  const el = h(
    "article",
    { class: "aw-site aw-look-" + site.look + " aw-kind-" + site.kind, style: "--aw-own:" + (/^#[0-9a-f]{3,8}$/i.test(site.accent) ? site.accent : "#3b4a54") },
    h(
      "header",
      { class: "aw-mast" },
      h("div", { class: "aw-mast-in" }, h("span", { class: "aw-logo", "aria-hidden": "true" }, initials(site.name)), h("div", { class: "aw-names" }, h("p", { class: "aw-name" }, site.name), site.tagline && h("p", { class: "aw-tagline" }, site.tagline)), menu),
    ),
    h(
      "div",
      { class: "aw-body" },
      h("div", { class: "aw-hero" }, h("h1", {}, page.title), (page.author || dates.length) && h("p", { class: "aw-byline" }, page.author && h("span", { class: "aw-author" }, page.author), dates.map((text) => h("span", { class: "aw-date" }, text)))),
      body,
    ),
    h("footer", { class: "aw-foot" }, h("span", {}, site.name), h("span", {}, site.domain)),
  );
  drawPictures(body, page.pictures, act);
  body.querySelectorAll(".post").forEach(drawPost);
  wrapTables(body);
  markOuterLinks(body, site.domain);
  return el;
}

function initials(name) {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, " ").split(/\s+/).filter(Boolean);
  const real = words.filter((word) => !/^(dr|prof|the|of|and)$/i.test(word));
  const used = real.length ? real : words;
  return ((used[0]?.[0] ?? "?") + (used.length > 1 ? used.at(-1)[0] : "")).toUpperCase();
}

function drawPictures(body, sizes, act) {
  body.querySelectorAll("img[data-picture]").forEach((img) => {
    const name = img.dataset.picture;
    const [width, height] = sizes?.[name] ?? [0, 0];
    // An image without a source takes no room; this one holds the picture's place until it comes.
    if (width) Object.assign(img, { width, height, src: "data:image/svg+xml," + encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' width='" + width + "' height='" + height + "'/>") });
    const box = h("span", { class: "aw-picture" });
    img.replaceWith(box);
    const find = h("button", { type: "button", class: "aw-picture-find", title: "Where else is this picture?", onclick: () => act.look("picture", name) }, icon("lens"), h("span", { class: "aw-hidden" }, "Where else is this picture? " + img.alt));
    box.append(img, find);
    act.picture(name).then((url) => {
      if (url) img.src = url;
      else box.replaceChildren(h("span", { class: "aw-no-picture" }, "This picture is missing. It showed: " + img.alt));
    });
  });
}

// A post gets a face of initials, and its counts their signs. The words stay for whoever listens.
function drawPost(post) {
  const by = post.querySelector(".post-by");
  const name = post.querySelector(".post-name")?.textContent ?? "";
  by?.before(h("span", { class: "aw-face", "aria-hidden": "true", style: "--aw-hue:" + hue(name) }, initials(name)));
  const badge = post.querySelector(".post-badge");
  if (badge && /verif/i.test(badge.textContent)) badge.classList.add("aw-verified");
  for (const kind of COUNTS) {
    const count = post.querySelector(".post-" + kind);
    if (!count) continue;
    const [number, ...words] = count.textContent.split(/\s+/);
    count.replaceChildren(icon(kind), h("span", { class: "aw-number" }, number), h("span", { class: "aw-word" }, " " + words.join(" ")));
  }
}

function wrapTables(body) {
  body.querySelectorAll("table").forEach((table) => {
    const box = h("div", { class: "aw-scroll" });
    table.replaceWith(box);
    box.append(table);
  });
  // Its content may grow without it: a box is asked again whenever either changes its size.
  body.querySelectorAll(".aw-scroll, pre").forEach((box) => [box, ...box.children].forEach((one) => sideways.observe(one)));
}

// What is wider than the page scrolls by itself, so the keyboard must reach it; what fits is no stop.
const sideways = new ResizeObserver((sized) => {
  for (const { target } of sized) {
    const box = target.closest(".aw-scroll, pre");
    const wide = box.scrollWidth > box.clientWidth;
    if (wide === box.hasAttribute("tabindex")) continue;
    const given = { tabindex: "0", role: "region", "aria-label": box.matches("pre") ? "Text that scrolls" : "Table that scrolls" };
    for (const [name, value] of Object.entries(given)) wide ? box.setAttribute(name, value) : box.removeAttribute(name);
  }
});

function markOuterLinks(body, domain) {
  body.querySelectorAll("a[href]").forEach((link) => {
    if (hostOf(link.href) !== domain) link.classList.add("aw-outer");
  });
}
