package main

import (
	"fmt"
	"strings"
)

// table is written as Markdown, between marks by which docs/scale.md takes it in.
type table struct {
	name  string
	heads []string
	rows  [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) write(to *strings.Builder) {
	fmt.Fprintf(to, "<!-- sim: %s -->\n", t.name)
	fmt.Fprintf(to, "| %s |\n|%s\n", strings.Join(t.heads, " | "), strings.Repeat("---|", len(t.heads)))
	for _, row := range t.rows {
		fmt.Fprintf(to, "| %s |\n", strings.Join(row, " | "))
	}
	fmt.Fprint(to, "<!-- end -->\n\n")
}

// short tells a number with what matters of it.
func short(value float64) string {
	switch {
	case value >= 999_500:
		return fmt.Sprintf("%.1f M", value/1_000_000)
	case value >= 10_000:
		return fmt.Sprintf("%.0f k", value/1000)
	case value >= 999.5:
		return fmt.Sprintf("%.1f k", value/1000)
	case value >= 100 || value == 0:
		return fmt.Sprintf("%.0f", value)
	}
	return fmt.Sprintf("%.2g", value)
}

func percent(share float64) string {
	if share > 0 && share < 0.001 {
		return "< 0.1 %"
	}
	return fmt.Sprintf("%.1f %%", share*100)
}

func (f figures) markdown(k constants) string {
	var text strings.Builder
	for _, one := range []table{k.table(), f.calls(), f.demands(), f.bottlenecks(), f.near(), f.hotRow(), f.limitTable(), f.balanceTable(),
		f.failoverTable(), f.churnTable()} {
		one.write(&text)
	}
	return text.String()
}

func (k constants) table() table {
	t := table{name: "constants", heads: []string{"call", "service, µs a call", "µs an item", "Postgres, µs a call",
		"µs an item", "Redis, µs a call", "µs an item"}}
	for _, kind := range kinds {
		c := k.Calls[kind.name]
		t.add(kind.name+" ("+c.Service+")", short(c.Call.Service), short(c.Item.Service), short(c.Call.Postgres),
			short(c.Item.Postgres), short(c.Call.Redis), short(c.Item.Redis))
	}
	account := k.Calls["usage"].Account
	t.add("usage, an account of a batch", "", short(account.Service), "", short(account.Postgres), "", "")
	return t
}

func (f figures) calls() table {
	t := table{name: "calls", heads: []string{"edges", "requests/s", "waited", "look-ups", "permits", "slice calls", "returns",
		"lease calls", "lease asks", "usage batches", "polls", "503: no lease left", "429: held in slices"}}
	for _, r := range f.Fleet {
		if d := r.Demand.Calls; shown[r.Edges] {
			t.add(fmt.Sprint(r.Edges), short(r.Requests), percent(r.Waited), short(d["introspect"]), short(d["permit"]),
				short(d["slices"]), short(r.Demand.Items["returns"]), short(d["leases"]), short(r.Demand.Items["leases"]),
				short(d["usage"]+d["opens"]), short(d["changes_auth"]+d["changes_routing"]+d["changes_billing"]),
				percent(r.Refused), percent(r.Limited))
		}
	}
	return t
}

func (f figures) demands() table {
	t := table{name: "demand", heads: []string{"edges", "cores of all edges", "auth", "routing", "billing", "ratelimit",
		"Postgres, cores", "statements/s", "Redis, cores", "commands/s", "hot slot, of one shard"}}
	for _, r := range f.Fleet {
		if shown[r.Edges] {
			t.add(f.demandCells(r)...)
		}
	}
	return t
}

func (f figures) demandCells(r fleetRow) []string {
	n := r.Instances
	return []string{fmt.Sprint(r.Edges), short(r.EdgeCores), fmt.Sprint(n["auth"]), fmt.Sprint(n["routing"]), fmt.Sprint(n["billing"]),
		fmt.Sprint(n["ratelimit"]), short(r.Demand.Postgres / 1e6), short(r.Demand.Statements), short(r.Demand.Redis / 1e6),
		short(r.Demand.Commands), percent(r.HotSlot)}
}

func (f figures) near() table {
	t := table{name: "affinity", heads: []string{"edges", "cores of all edges", "auth", "routing", "billing", "ratelimit",
		"Postgres, cores", "statements/s", "Redis, cores", "commands/s", "hot slot, of one shard", "waited", "503: no lease left"}}
	for _, r := range f.Near {
		t.add(append(f.demandCells(r), percent(r.Waited), percent(r.Refused))...)
	}
	return t
}

func (f figures) hotRow() table {
	t := table{name: "hot row", heads: []string{"edges", "records/s", "posted/s", "records a batch", "a batch waits, ms",
		"and has the row, ms", "the row is taken", "journals are full after"}}
	for _, r := range f.Rows {
		full := "never"
		if r.FullAfter > 0 {
			full = short(r.FullAfter) + " min"
		}
		if shown[r.Edges] {
			t.add(fmt.Sprint(r.Edges), short(r.Offered), short(r.Posted), short(r.Batch), short(r.Waits), short(r.Has),
				percent(r.Busy), full)
		}
	}
	return t
}
