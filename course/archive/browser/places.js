// Where the tabs are. A place is {go, y}: go is an address, "?words" of a search, or "" for a new tab.

const MOST_PLACES = 30;
const MOST_TABS = 12;
const MOST_LETTERS = 300;

const now = () => new Date().toISOString().slice(0, 19) + "Z";
const clip = (text) => [...text].slice(0, MOST_LETTERS).join("");
const isSearch = (go) => go.startsWith("?");
const bare = (url) => url.replace(/^https:\/\//, "").replace(/\/$/, "");
const hostOf = (url) => url.replace(/^https:\/\//, "").split("/")[0];

// Typed text is an address if it looks like one; Python has the last word on what stands there.
function meant(text) {
  const typed = text.trim();
  if (!typed) return null;
  const address = /^https?:\/\//i.test(typed) || (/^(www\.)?[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+(\/\S*)?$/u.test(typed) && !/^[\d.]+$/.test(typed));
  if (!address) return "?" + clip(typed).slice(0, MOST_LETTERS - 1);
  return clip(/^https?:/i.test(typed) ? typed.replace(/^http:/i, "https:") : "https://" + typed);
}

function makePlaces(spec, changed) {
  let tabs = spec.tabs.map((tab) => ({
    id: freshPrefix(),
    places: tab.places.map((one) => ({ ...one })),
    at: Math.min(tab.at, tab.places.length - 1),
  }));
  let active = Math.min(spec.active, tabs.length - 1);
  const tab = () => tabs[active];
  const place = () => tab().places[tab().at];

  return {
    all: () => tabs,
    tab,
    place,
    active: () => active,
    canGo: (by) => tab().places[tab().at + by] !== undefined,
    // What was ahead is forgotten, as in any browser.
    go(where) {
      const one = tab();
      one.places = [...one.places.slice(0, one.at + 1), { go: where, y: 0 }].slice(-MOST_PLACES);
      one.at = one.places.length - 1;
      changed();
    },
    // An address that was typed or sent on is kept as what it turned out to be.
    rename(where) {
      if (place().go !== where) {
        place().go = where;
        changed();
      }
    },
    move(by) {
      if (tab().places[tab().at + by] === undefined) return false;
      tab().at += by;
      changed();
      return true;
    },
    open(where) {
      if (tabs.length >= MOST_TABS) return false;
      tabs.splice(active + 1, 0, { id: freshPrefix(), places: [{ go: where, y: 0 }], at: 0 });
      active += 1;
      changed();
      return true;
    },
    close(at) {
      tabs.splice(at, 1);
      if (!tabs.length) tabs = [{ id: freshPrefix(), places: [{ go: "", y: 0 }], at: 0 }];
      if (active > at || active >= tabs.length) active = Math.max(0, active - 1);
      changed();
    },
    choose(at) {
      active = at;
      changed();
    },
    scrolled(y) {
      place().y = Math.round(y);
      changed();
    },
    kept: () => tabs.map((one) => ({ places: one.places.map(({ go, y }) => ({ go, y })), at: one.at })),
  };
}
