"""A Jinja environment that compiles templates for one site.

The values of `site` are the same for a whole build, but Jinja looks them up on each page. `ConstantFolder` replaces them by
constants, translates constant texts, and resolves conditions and loops that depend on constants only. The classes here
skip work of Jinja that is not needed. The output is the same as that of Jinja, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import cached_property, partial
from keyword import iskeyword
from types import BuiltinFunctionType
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, DependencyFinderVisitor, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup

from digest.render.folding import DIRECT, ConstantFolder, bound_names

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(markupsafe.escape(text)))

markup: Callable[[str], Markup] = partial(str.__new__, Markup)
"""`Markup(text)`, in a third of the time."""


def escape(value: Any) -> str:
    """Escape as markupsafe does, but return `str`. This is faster, and templates only join the result with other texts."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    return value if kind is Markup else markupsafe.escape(value)


class Template(jinja2.Template):
    """A template that is always imported without globals of its own."""

    environment: Environment
    _exact: jinja2.Template | None = None
    """The same template of `Environment.exact`, once this one raised an exception."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Render the template. If it raises, it is rendered again, and from then on, with code that reads attributes as
        Jinja does: it finds the keys of mappings, and its errors name what is missing."""
        if self._exact is None:
            context = self.new_context(dict(*args, **kwargs))
            try:
                return self.environment.concat(self.root_render_func(context))
            except Exception:
                if not self.environment.direct or not self.name:
                    self.environment.handle_exception()
            self._exact = self.environment.exact.get_template(self.name)
        return self._exact.render(*args, **kwargs)

    def _get_default_module(self, ctx: jinja2.runtime.Context | None = None) -> TemplateModule:
        # Jinja creates a module for each page, in case its template has globals of its own. Here none has.
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Context(jinja2.runtime.Context):
    """The names that a template sees."""

    def call(self, function: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any) -> Any:
        """Call macros and methods of built-in types directly. Jinja inspects and copies the arguments of each call."""
        if type(function) is BuiltinFunctionType:
            return function(*args, **kwargs)
        if type(function) is Macro and not kwargs:
            left = function._argument_count - len(args)
            if left >= 0 and not (function.caller or function.catch_kwargs or function.catch_varargs):
                text = function._func(*args, *[missing] * left)
                return markup(text) if self.eval_ctx.autoescape else text
        return super().call(function, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


class Generator(CodeGenerator):
    """Generates the Python code of templates."""

    environment: Environment

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Collect the output of a template or block in a list and yield it at once: each piece would be yielded again by all
        templates that the page extends."""
        if frame.buffer is not None or not (frame.rootlevel or frame.block_frame) or frame.require_output_check:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def pull_dependencies(self, nodes: Iterable[nodes.Node]) -> None:
        """Look up filters and tests without code for the case that there are none of these names."""
        nodes, visitor, env = list(nodes), DependencyFinderVisitor(), self.environment
        for node in nodes:
            visitor.visit(node)
        if not (visitor.filters <= env.filters.keys() and visitor.tests <= env.tests.keys()):
            super().pull_dependencies(nodes)
            return
        for table, ids, names in (("filters", self.filters, visitor.filters), ("tests", self.tests, visitor.tests)):
            for name in sorted(names):
                ids[name] = ids.get(name) or self.temporary_identifier()
                self.writeline(f"{ids[name]} = environment.{table}[{name!r}]")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Read an attribute as Python does, if possible. A page reads about a hundred."""
        if not self.environment.direct or not node.attr.isascii() or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        elif isinstance(node.node, nodes.Name):
            self.write(f"{frame.symbols.ref(node.node.name)}.{node.attr}")
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(f").{node.attr}")


class Environment(jinja2.Environment):
    """The environment of a theme."""

    template_class = Template
    context_class = Context
    code_generator_class = Generator
    folding = True
    """Whether `ConstantFolder` is used; without it pages are the same, and take longer to make."""
    direct = True
    """Whether compiled code reads attributes directly: see `Template.render`."""

    def __init__(self, **options: Any) -> None:
        # Jinja's search for constants takes a tenth of the time of compiling, and hardly finds what `ConstantFolder` does not.
        super().__init__(**options, optimized=False)
        self.escape, self.markup = escape, markup
        self.known: Mapping[str, Any] = {}
        """Names with the same value on every page. Must be set before the first template is loaded."""
        self.pure: Mapping[str, Callable[..., Any]] = {}
        """Functions whose results depend on their arguments only, such as translations."""
        self.parsed: dict[str, nodes.Template] = {}
        """Syntax trees by the names of their templates. Each is used once, because compiling changes it."""
        self._templates: dict[str, jinja2.Template] = {}

    @cached_property
    def exact(self) -> Environment:
        """The same environment, whose templates read attributes as Jinja does."""
        env = self.overlay(cache_size=-1, bytecode_cache=None)
        env.direct, env.parsed, env._templates = False, {}, {}
        return env

    def provide(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        """Add pure functions. Must be called before the first template is loaded."""
        self.pure = functions
        self.globals.update(functions)
        self.filters.update({DIRECT + name: function for name, function in functions.items()})

    def __deepcopy__(self, memo: dict[int, Any]) -> Environment:
        """Return the environment itself, because copies of nodes, which refer to it, must have the same one."""
        return self

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """Load a template once. Every page requests the templates that its own one extends."""
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return one dict for all templates. Jinja copies it for every page, and copying its chain of dicts is slow."""
        return {**self.globals, **d} if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return self.parsed.pop(name or "", None) or super()._parse(source, name, filename)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        bound, parameters = bound_names(source)
        if self.folding and not bound & self.known.keys():
            pure = {name: function for name, function in self.pure.items() if name not in bound | parameters}
            source.body = ConstantFolder(self, self.known.keys(), pure).all(source.body, self.known)
        # These lines follow the imports of both names in the code that Jinja generates.
        code = super()._generate(source, name, filename, defer_init)
        return f"{code}\nescape, Markup = environment.escape, environment.markup\n"
