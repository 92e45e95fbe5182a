"""Writers of rows: CSV, XLSX, GeoPackage, Parquet. Each takes released rows only."""

# pyright: reportAttributeAccessIssue=false
# (pyarrow.compute makes its functions at run time)

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pyogrio
import shapely
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from gridloom_analytics.bilingual import same
from gridloom_analytics.geopackage import column_names, own_columns
from gridloom_desktop.publishing.export.released import ReleasedTable
from gridloom_desktop.publishing.export.writing import staged
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import current_language, tr
from gridloom_layers.progress import Progress
from gridloom_layers.workspace import GEOMETRY

ROW_FORMATS = (".csv", ".xlsx", ".gpkg", ".parquet")
MOST_ROWS_IN_XLSX = 1_048_575
NARROWEST, WIDEST = 10, 60
MEASURED = 1000
"""Rows whose texts say how wide a column is, as a large sheet is not held in memory."""
FORMULA = r"^([=+\-@\t\r].*)"
"""How a text begins that a spreadsheet may run as a formula."""
MILLISECONDS = {"DATETIME_PRECISION": "MILLISECOND"}
"""How a GeoPackage writes times by its standard; GDAL leaves zeros out unless it is told."""
NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"


def write_rows(released: ReleasedTable, out: Path, progress: Progress) -> None:
    """Write rows in the format that the ending of ``out`` names."""
    progress.report("write", 0, 1)
    writers = {
        ".csv": write_csv,
        ".xlsx": write_xlsx,
        ".gpkg": write_gpkg,
        ".parquet": write_parquet,
    }
    with staged(out) as part:
        writers[out.suffix.lower()](released, part)
        progress.report("write", 1, 1)


def write_csv(released: ReleasedTable, path: Path) -> None:
    """Write UTF-8 with a byte order mark (spreadsheets need it), formulas made harmless."""
    table = _harmless(_flat(released.table))
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        pa_csv.write_csv(table, file, pa_csv.WriteOptions(quoting_style="needed"))


def write_xlsx(released: ReleasedTable, path: Path) -> None:
    """Write one sheet; texts stay texts, whatever they begin with."""
    table = _flat(released.table)
    if table.num_rows > MOST_ROWS_IN_XLSX:
        raise BadInput(
            "too-many-rows",
            tr(
                "A worksheet holds {most:,} rows; these are {count:,}.",
                most=MOST_ROWS_IN_XLSX,
                count=table.num_rows,
            ),
            Where(file=path.name),
            tr("Write a .csv or .parquet file instead."),
        )
    with xlsxwriter.Workbook(path, WORKBOOK_OPTIONS | {"constant_memory": True}) as book:
        book.set_properties({"created": clock(released.data_date)})
        sheet = book.add_worksheet(released.name[:31])
        set_up_page(sheet, released.name)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        titles = [released.headings.get(name, same(name)) for name in table.column_names]
        heads = [title[current_language()] for title in titles]
        for position, (name, head) in enumerate(zip(table.column_names, heads, strict=True)):
            first = table.column(name).slice(0, MEASURED).to_pylist()
            fit(sheet, position, [head, *(str(one) for one in first if one is not None)])
        sheet.write_row(0, 0, heads, book.add_format({"bold": True, "bottom": 1}))
        for number, row in enumerate(
            zip(*(table.column(n).to_pylist() for n in table.column_names), strict=True)
        ):
            sheet.write_row(number + 1, 0, row)


def set_up_page(sheet: Worksheet, title: str) -> None:
    """Let a sheet print on landscape A4 as wide as it is, with its title and page numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{title.replace('&', '&&')}"[:250])
    sheet.set_footer("&C&P / &N")


def fit(sheet: Worksheet, position: int, texts: Iterable[str]) -> None:
    """Make a column as wide as its texts, within bounds; Chinese characters are twice as wide."""
    widest = max(
        (sum(2 if ord(character) > 0x2E80 else 1 for character in text) for text in texts),
        default=0,
    )
    sheet.set_column(position, position, min(max(widest + 3, NARROWEST), WIDEST))


WORKBOOK_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def write_parquet(released: ReleasedTable, path: Path) -> None:
    """Write Parquet, GeoParquet where the rows have a place."""
    if released.crs is None:
        pq.write_table(released.table, path)
    else:
        _frame(released).to_parquet(path, index=False)


def write_gpkg(released: ReleasedTable, path: Path) -> None:
    """Write a GeoPackage with one layer, or one table where the rows have no place."""
    append_to_gpkg(released, path)


def append_to_gpkg(released: ReleasedTable, path: Path) -> None:
    """Add a layer or table to a GeoPackage that is being made."""
    frame = released.table.to_pandas() if released.crs is None else _frame(released)
    shapes = frame.geometry.name if released.crs is not None else None
    plain = [str(name) for name in frame.columns if name != shapes]
    frame = frame.rename(columns=dict(zip(plain, column_names(plain), strict=True)))
    stamp = clock(released.data_date).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        pyogrio.write_dataframe(
            frame,
            path,
            layer=released.name,
            driver="GPKG",
            append=path.exists(),
            layer_options={**own_columns(plain), **MILLISECONDS},
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def clock(data_date: dt.date | None) -> dt.datetime:
    """Return the time that a published file says it was made: its data date."""
    date = data_date or dt.date(2000, 1, 1)
    return dt.datetime(date.year, date.month, date.day)


def _frame(released: ReleasedTable) -> gpd.GeoDataFrame:
    """Return rows with their geometries, read from WKB."""
    attributes = released.table.drop_columns([GEOMETRY]).to_pandas()
    shapes = shapely.from_wkb(released.table.column(GEOMETRY).to_numpy())
    return gpd.GeoDataFrame(attributes, geometry=shapes, crs=released.crs)


def _flat(table: pa.Table) -> pa.Table:
    """Return a table with dates as ISO texts and geometries as WKT, for sheets and CSV."""
    columns = {}
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_timestamp(column.type):
            column = pc.strftime(column, format="%Y-%m-%dT%H:%M:%S")
        elif pa.types.is_date(column.type) or pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        elif pa.types.is_binary(column.type):
            column = pa.chunked_array([shapely.to_wkt(shapely.from_wkb(column.to_numpy()))])
        columns[name] = column
    return pa.table(columns)


def _harmless(table: pa.Table) -> pa.Table:
    """Put an apostrophe before texts that a spreadsheet would run, headers included."""
    columns = {}
    for name in table.column_names:
        column = table.column(name)
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            risky = pc.and_(
                pc.match_substring_regex(column, FORMULA),
                pc.invert(pc.match_substring_regex(column, NUMBER)),
            )
            quoted = pc.replace_substring_regex(column, r"\A", "'", max_replacements=1)
            column = pc.if_else(risky, quoted, column)
        columns[f"'{name}" if re.match(FORMULA, name) else name] = column
    return pa.table(columns)
