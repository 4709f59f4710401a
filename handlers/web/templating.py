"""The templates, for pages and for paper: everything put in them is escaped."""

from importlib.resources import files

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


def make_templates() -> Environment:
    """Find the templates; a blank that nothing fills is a fault."""
    templates = Environment(
        loader=FileSystemLoader(str(files("handlers.web").joinpath("templates"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["coded"] = coded
    return templates


def coded(text: str) -> Markup:
    """Set what stands between backticks as something to type; everything is escaped."""
    parts = enumerate(text.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in parts)
