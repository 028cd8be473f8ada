"""What every HTML page is made of. A page asks nobody for anything: no script, no request.

Every value that is not of the files that make a page goes through `safe`; an address is a link only where it is one of the web.
"""

from base64 import b64encode
from hashlib import sha256

from ros1cli.show.html_terms import safe

_WEB = ("https://", "http://")


def document(title: str, body: str, style: str) -> str:
    """A page. Nothing may be loaded or sent; the one style is the one given, by its hash.

    Args:
        title: its title, escaped.
        body: what stands in it, as HTML.
        style: its style, a text of these files.
    """
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def box(label: str) -> str:
    """The beginning of a box in which a wide table scrolls, also by keyboard, instead of the page; `</div>` is its end."""
    return f'<div class="box" tabindex="0" role="region" aria-label="{safe(label)}">'


def column_head(name: str, below: str) -> str:
    """The head of a column, with what stands beneath its name, as HTML."""
    return f'<th scope="col">{safe(name)}{f"<small>{below}</small>" if below else ""}</th>'


def link(address: str, words: str = "") -> str:
    """An address as a link where it is one of the web, else as words; `words` stand for a long one."""
    words = safe(words or address)
    if address.startswith(_WEB):
        return f' <a href="{safe(address)}" rel="noreferrer">{words}</a>'
    return f" {safe(address)}" if address else ""
