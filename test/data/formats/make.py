"""Makes the files beside it: python3 make.py, with pyarrow 25, duckdb 1.5 and openpyxl 3.1. Invented orders of one small shop."""

import datetime as dt
import decimal
import os

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

D = decimal.Decimal
here = os.path.dirname(os.path.abspath(__file__))
to = lambda name: os.path.join(here, name)

rows = [
    ("O-1", 12345678901234567, dt.datetime(2024, 3, 30, 2, 30), "Café crème", 2, D("19.99"), 1.234, True),
    ("O-1", 12345678901234567, dt.datetime(2024, 3, 30, 2, 30), "Tea", 1, D("4.50"), 22.3, False),
    ("O-2", 7, dt.datetime(2024, 4, 1, 23, 59, 59), "Tea", -1, D("-0.05"), None, None),
    ("O-3", 8, dt.datetime(1999, 12, 31), None, 3, D("1000.00"), 1e-7, True),
]
names = ["order", "customer", "placed", "sku", "quantity", "amount", "weight", "promotion"]
types = [pa.string(), pa.int64(), pa.timestamp("us"), pa.string(), pa.int32(), pa.decimal128(38, 2), pa.float32(), pa.bool_()]
table = pa.Table.from_pylist([dict(zip(names, row)) for row in rows], schema=pa.schema(list(zip(names, types))))
for codec in ["snappy", "gzip", "zstd", "brotli", "none", "lz4"]:
    pq.write_table(table, to(f"{codec}.parquet"), compression=codec)
pq.write_table(table, to("int96.parquet"), use_deprecated_int96_timestamps=True, version="1.0", use_dictionary=False)
pq.write_table(table, to("groups.parquet"), row_group_size=1, data_page_version="2.0")
duckdb.register("orders", table)
duckdb.sql(f"COPY orders TO '{to('duckdb.parquet')}' (FORMAT parquet)")
utc = pa.table({"utc": pa.array([dt.datetime(2024, 3, 31, 1, 30, tzinfo=dt.timezone.utc)], pa.timestamp("ns", tz="UTC")),
                "day": pa.array([dt.date(2024, 3, 31)]), "lines": pa.array([[{"sku": "a", "n": 1}]]),
                "unsigned": pa.array([2**64 - 1], pa.uint64()), "scaled": pa.array([D("-1.234")], pa.decimal128(5, 3))})
pq.write_table(utc, to("types.parquet"))

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Orders"
sheet.append(names)
for order, customer, placed, sku, quantity, amount, weight, promotion in rows:
    # A spreadsheet keeps 15 digits: a longer id has to be text.
    sheet.append([order, str(customer), placed, sku, quantity, float(amount), weight, promotion])
    if order == "O-2":
        sheet.append([])
book.create_sheet("Notes").append(["not a table"])
book.save(to("orders.xlsx"))
times = openpyxl.Workbook()
times.active.append(["at", "number", "failed"])
for minute in range(1440):
    times.active.append([dt.datetime(2024, 2, 29) + dt.timedelta(minutes=minute, seconds=minute % 60), 0.1 + 0.2, "=1/0"])
times.save(to("times.xlsx"))
beside = openpyxl.Workbook()
beside.active.append(["id", "note"])
beside.active.append(["1", "a"])
beside.active.append(["2", "b", None, "a remark beside the table"])
beside.save(to("beside.xlsx"))
