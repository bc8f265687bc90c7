"""What HTML a page of the archive may hold: the build keeps to it, and opening an archive makes sure."""

from __future__ import annotations

import nh3

TAGS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote em strong s code pre hr br a img table thead tbody tr th td div "
    "span figure figcaption".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"data-picture", "alt"},
    "ol": {"start"},
    "div": {"class"},
    "p": {"class"},
    "span": {"class"},
    "strong": {"class"},
    "th": {"style"},
    "td": {"style"},
}


def sanitised(html: str) -> str:
    """HTML with nothing but what a page needs: no script, handler, form, frame, and no address but https.

    >>> sanitised('<p onclick="x()">Read <script>x()</script><a href="javascript:x()">on</a></p>')
    '<p>Read <a>on</a></p>'
    """
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes={"https"},
        filter_style_properties={"text-align"},
        link_rel=None,
    ).strip()
