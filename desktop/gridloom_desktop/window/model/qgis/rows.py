"""Layers of rows: in the workspace's own files, or written through the gate."""

from dataclasses import replace

import pandas as pd

from gridloom_desktop.publishing.export.cleared import cleared
from gridloom_desktop.publishing.export.headings import row_headings
from gridloom_desktop.publishing.export.recoloured import scrubbed_style
from gridloom_desktop.publishing.export.result_layers import value_titles
from gridloom_desktop.publishing.export.shown import ShownRows, release_shown
from gridloom_desktop.publishing.export.styled import StyledRows
from gridloom_desktop.publishing.qgis import VectorLayer
from gridloom_desktop.window.model.document import LayerView
from gridloom_desktop.window.model.qgis.columns import (
    Columns,
    add_drawn,
    columns_of,
    drawn_variables,
)
from gridloom_desktop.window.model.qgis.drawn import Titles, value_words
from gridloom_desktop.window.model.qgis.placed import Placed
from gridloom_desktop.window.model.qgis.subset import subset
from gridloom_desktop.window.model.symbology import Variable


class PlacedRows(Placed):
    """A layer of rows of a table."""

    def made(self) -> VectorLayer:
        """Return the layer in its file; raise ``BadInput`` where its rows are persons."""
        if self._is_in_workspace():
            rows = None
            if self.layer.kept is not None:
                rows = subset(self.store, self.layer, self.view.where)
            if self.layer.kept is None or rows is not None:
                return self._referred(rows)
        return self._written()

    def _is_in_workspace(self) -> bool:
        """Say whether its rows, and all that they are drawn by, are in the workspace's own file."""
        heated_areas = self.layer.heat is not None and self.layer.shapes.kind != "point"
        if self.info.layer is None or self.view.result is not None or heated_areas:
            return False
        if scrubbed_style(self.layer.style) != self.layer.style:
            return False  # its rows would not be told by what its classes may be called
        return all(one.source == "field" for one in drawn_variables(self.view))

    def _referred(self, rows: str | None) -> VectorLayer:
        names = {one: one.column for one in drawn_variables(self.view)}
        titles = row_headings(self.store, self.info, ("row_key", *self.info.field_names))
        words = value_words(self.info, self.placing.language)
        drawn = self.drawing(self.view, names, titles, words)
        path = (self.store.path / str(self.info.layer)).resolve().as_posix()
        return replace(self.layer_in(drawn, path, "layer"), subset=rows)

    def _written(self) -> VectorLayer:
        columns = columns_of(self.layer, self.info.field_names if self._is_whole else ())
        own = self._add_result(columns)
        add_drawn(columns, self.placing.scene, self.view)
        view = self._add_labels(columns)
        titles = self._titles(columns)
        words = value_words(self.info, self.placing.language) if self._is_whole else {}
        drawn = self.drawing(view, columns.of, titles, words)
        if not self.layer.recoloured and own:
            column = own.get(drawn.style.column, drawn.style.column)
            drawn = replace(drawn, style=drawn.style.model_copy(update={"column": column}))
        name = self.placing.free_name(self.view.name)
        rows = release_shown(self.store, self.view.table, self._rows(columns), name)
        self.placing.written.append(StyledRows(rows, drawn, self.title))
        return self.layer_in(drawn, self.placing.beside, name, columns.measures)

    @property
    def _is_whole(self) -> bool:
        """Say whether rows leave with all fields: records that are shown for themselves."""
        return self.info.layer is None and self.view.result is None

    def _rows(self, columns: Columns) -> ShownRows:
        keys = self.layer.row_keys
        kept = keys if self.layer.kept is None else keys[self.layer.kept]
        withheld = self._withheld
        return ShownRows(
            keys=kept,
            values=columns.frame,
            fields=columns.fields,
            withheld=withheld,
            whole=self._is_whole,
            as_points=self.layer.heat is not None and self.layer.shapes.kind != "point",
        )

    @property
    def _withheld(self) -> pd.Series | None:
        keys = pd.Index(self.layer.row_keys)
        if self.layer.withheld is not None and self.layer.withheld.any():
            return pd.Series(self.layer.withheld, keys)
        return None

    def _add_result(self, columns: Columns) -> dict[str, str]:
        """Add what a result found, as it may be seen; return what its columns are called now."""
        if self.result is None:
            return {}
        shown, _ = cleared(self.result)
        titles = value_titles(shown)
        found = shown.primary.reindex(columns.keys)
        names: dict[str, str] = {}
        for name in map(str, found):
            if found[name].isna().to_numpy().all() and name != self.layer.style.column:
                continue  # a column without a value would only tell that others are withheld
            names[name] = columns.add(name, found[name], titles[name])
            variable = Variable(column=name, source="result", result=self.view.result)
            if self.placing.scene.values(self.view.table, variable) is None:
                columns.of[variable] = names[name]
        return names

    def _add_labels(self, columns: Columns) -> LayerView:
        """Add the field that is written on the rows, where they have it not; return the view."""
        wanted, texts = self.view.labels, self.layer.texts
        if wanted is None or texts is None or self._is_whole or wanted in ("code", "name"):
            return self.view
        told = [one[self.placing.language] for one in texts]
        title = row_headings(self.store, self.info, [wanted])[wanted]
        name = columns.add(wanted, told, title)
        columns.fields[name] = wanted
        return self.view.model_copy(update={"labels": name})

    def _titles(self, columns: Columns) -> Titles:
        own = self.info.field_names if self._is_whole else ("code", "name")
        named = row_headings(self.store, self.info, ("row_key", *own, "suppressed"))
        return {**named, **columns.titles}
