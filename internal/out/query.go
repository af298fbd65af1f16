package out

import (
	"strings"

	"github.com/mtlens/mtlens/internal/alb"
	"github.com/mtlens/mtlens/internal/carrier"
)

// Questions to all the connection logs of a bucket, in the SQL of Athena and of DuckDB.
// They are those that the page answers for the lines of a paste, so they count alike.

// dialect is what the two have different.
type dialect struct {
	name, title, trial string
	join               string // of a list of texts, after what makes the list
	parse              string // a time out of a text
	table              string // what makes the table
	rows               string // ends a query that may have many
	notes              []string
}

// connections is the name of the table.
const connections = "alb_connection_logs"

// columns are the names of the fields as AWS's table has them, the first one "time".
func columns() []string {
	names := append([]string{}, carrier.ALBFieldNames[:]...)
	names[0] = "time"
	return names
}

// pattern reads a line: twelve fields that every line has, and three that came later.
// The subject alone may hold blanks, and quotes too, so it goes to the last quote. It
// has no backslash, which Athena would take away.
func pattern() string {
	const one, later = "([^ ]*)", "(?: ([^ ]*))?"
	fields := make([]string, carrier.ALBTrace)
	for i := range fields {
		fields[i] = one
	}
	fields[carrier.ALBSubject] = `(?:"(.*)"|-)`
	return strings.Join(fields, " ") + strings.Repeat(later, carrier.ALBFields-int(carrier.ALBTrace)) + ".*"
}

var athena = dialect{
	name: "athena", title: "Athena", join: "array_join", parse: "from_iso8601_timestamp", table: athenaTable(), rows: "LIMIT 1000",
	trial: notRun + "there is no Athena here. Its regular expression is run on lines as AWS writes them, and the same questions are run in DuckDB.",
	notes: []string{"Every question reads the whole bucket unless it names days: add WHERE day >= '2026/01/01', which is the partition."},
}

var duckDB = dialect{
	name: "duckdb", title: "DuckDB", join: "array_to_string", parse: "CAST", table: duckTable(), rows: "LIMIT 1000",
	trial: "Run by a test in DuckDB, on lines as AWS writes them: it counts what this page counts.",
	notes: []string{"Write the folder of your files instead of logs/. For a bucket write s3://BUCKET/PREFIX/**/*.log.gz, after the lines for S3."},
}

func athenaTable() string {
	var b strings.Builder
	b.WriteString("-- Once. Write your bucket, prefix, account and region twice, and the first day.\nCREATE EXTERNAL TABLE IF NOT EXISTS " + connections + " (\n")
	names := columns()
	for i, n := range names {
		kind := "string"
		switch carrier.ALBField(i) {
		case carrier.ALBClientPort, carrier.ALBListenerPort:
			kind = "int"
		case carrier.ALBLatency:
			kind = "double"
		}
		b.WriteString("  " + n + " " + kind)
		if i+1 < len(names) {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	const folder = "s3://BUCKET/PREFIX/AWSLogs/123456789012/elasticloadbalancing/eu-central-1/"
	b.WriteString(`)
PARTITIONED BY (day string)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'
WITH SERDEPROPERTIES (
  'serialization.format' = '1',
  'input.regex' = ` + sql(pattern()) + `
)
LOCATION '` + folder + `'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.day.type' = 'date',
  'projection.day.range' = '2024/01/01,NOW',
  'projection.day.format' = 'yyyy/MM/dd',
  'projection.day.interval' = '1',
  'projection.day.interval.unit' = 'DAYS',
  'storage.location.template' = '` + folder + `${day}'
);
-- Access logs in the same folder are of another form: their lines give rows of NULL,
-- which the questions below leave out.
`)
	return b.String()
}

func duckTable() string {
	names := columns()
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = sql(n)
	}
	return `-- For files in S3, before the rest:
-- INSTALL httpfs; LOAD httpfs;
-- CREATE SECRET (TYPE s3, PROVIDER credential_chain);
CREATE OR REPLACE VIEW ` + connections + ` AS
SELECT fields.* FROM (
  SELECT regexp_extract(line, ` + sql("^"+pattern()+"$") + `,
    [` + strings.Join(quoted, ", ") + `]) AS fields
  FROM read_csv('logs/*.log*', columns = {'line': 'VARCHAR'}, auto_detect = false,
    header = false, delim = chr(1), quote = '', escape = '', new_line = '\n', max_line_size = 1048576)
)
WHERE fields."time" <> '';
`
}

// question is one of them.
type question struct {
	id, part, title string
	text            func(d *dialect) string
	notes           []string
}

const failed = "count_if(tls_verify_status LIKE 'Failed:%')"

// given takes the hyphen away that stands for what is not there.
func given(column string) string { return "nullif(" + column + ", '-')" }

func questions(client, serial string) []question {
	list := []question{
		{id: "outcomes", part: "Sums", title: "Outcomes, with how many and when", text: func(*dialect) string {
			return "SELECT tls_verify_status, count(*) AS connections, min(time) AS first, max(time) AS last\nFROM " + connections + "\nWHERE tls_verify_status IS NOT NULL\nGROUP BY tls_verify_status\nORDER BY connections DESC, tls_verify_status;\n"
		}},
		{id: "hours", part: "Sums", title: "Outcomes by the hour", text: func(*dialect) string {
			return "SELECT substr(time, 1, 13) AS hour, count(*) AS connections, " + failed + " AS failed\nFROM " + connections + "\nWHERE time IS NOT NULL\nGROUP BY substr(time, 1, 13)\nORDER BY hour;\n"
		}},
		{id: "clients", part: "Sums", title: "Clients, those that fail first", text: func(d *dialect) string {
			return "SELECT client_ip, count(*) AS connections, " + failed + " AS failed\nFROM " + connections + "\nWHERE client_ip IS NOT NULL\nGROUP BY client_ip\nORDER BY failed DESC, connections DESC, client_ip\n" + d.rows + ";\n"
		}},
		{id: "certificates", part: "Sums", title: "Certificates, those that fail first", text: func(d *dialect) string {
			return "SELECT leaf_client_cert_serial_number AS serial, leaf_client_cert_subject AS subject, max(leaf_client_cert_validity) AS validity,\n  count(*) AS connections, " + failed + " AS failed,\n  " + d.join + "(array_agg(DISTINCT tls_verify_status), ', ') AS statuses\nFROM " + connections + "\nWHERE coalesce(" + given("leaf_client_cert_serial_number") + ", " + given("leaf_client_cert_subject") + ", '') <> ''\nGROUP BY leaf_client_cert_serial_number, leaf_client_cert_subject\nORDER BY failed DESC, connections DESC, serial, subject\n" + d.rows + ";\n"
		}},
		{id: "expiring", part: "Sums", title: "Certificates that end within 30 days", text: expiring},
		{id: "client", part: "One", title: "One client", text: func(d *dialect) string { return oneOf(d, "client_ip", client) }},
		{id: "certificate", part: "One", title: "One certificate, by its serial number", text: func(d *dialect) string { return oneOf(d, "leaf_client_cert_serial_number", serial) }},
	}
	for i := range alb.Reasons {
		r := &alb.Reasons[i]
		list = append(list, question{
			id: "reason-" + string(r.Code), part: "Reason codes", title: string(r.Code),
			notes: append([]string{"AWS: " + r.Description + "."}, r.Causes...),
			text:  func(d *dialect) string { return oneOf(d, "tls_verify_status", alb.StatusFailed+string(r.Code)) },
		})
	}
	return list
}

// oneOf lists the lines in which a column has a value.
func oneOf(d *dialect, column, value string) string {
	return "SELECT time, client_ip, client_port, tls_verify_status, leaf_client_cert_subject, leaf_client_cert_serial_number,\n  leaf_client_cert_validity, tls_protocol, tls_cipher, conn_trace_id\nFROM " + connections + "\nWHERE " + column + " = " + sql(value) + "\nORDER BY time DESC\n" + d.rows + ";\n"
}

func expiring(d *dialect) string {
	end := "from_iso8601_timestamp(not_after)"
	if d.parse == "CAST" {
		end = "CAST(not_after AS TIMESTAMPTZ)"
	}
	return "SELECT serial, subject, not_after, count(*) AS connections, max(time) AS last\nFROM (\n  SELECT leaf_client_cert_serial_number AS serial, leaf_client_cert_subject AS subject, time,\n    regexp_extract(leaf_client_cert_validity, 'NotAfter=([^;]*)', 1) AS not_after\n  FROM " + connections + "\n) AS ends\nWHERE coalesce(not_after, '') <> '' AND " + end + " < current_timestamp + INTERVAL '30' DAY\nGROUP BY serial, subject, not_after\nORDER BY not_after, serial\n" + d.rows + ";\n"
}

// BucketGroup has the questions to a bucket of connection logs. Client and serial are
// what the questions about one begin with; both may be empty.
func BucketGroup(client, serial string) Group {
	g := Group{Title: "Bucket", Text: "What this page answers for the lines that it was given, as SQL for all of them: Athena over the bucket, DuckDB over files or S3. Run the table first, once."}
	if client == "" {
		client = "203.0.113.7"
	}
	if serial == "" {
		serial = "0123456789ABCDEF"
	}
	for _, d := range []*dialect{&duckDB, &athena} {
		g.Items = append(g.Items, Item{ID: d.name + "-table", Part: d.title, Title: d.title + ": the table", File: "table." + d.name + ".sql", Text: d.table, Notes: d.notes, Trial: d.trial})
		for _, q := range questions(client, serial) {
			g.Items = append(g.Items, Item{ID: d.name + "-" + strings.ToLower(q.id), Part: d.title + ": " + strings.ToLower(q.part), Title: q.title, File: strings.ToLower(q.id) + "." + d.name + ".sql", Text: q.text(d), Notes: q.notes, Trial: d.trial})
		}
	}
	return g
}
