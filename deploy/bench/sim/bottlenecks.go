package main

import (
	"fmt"
	"sort"
)

// bottleneck is where something that there is one of is used up.
type bottleneck struct {
	what  string
	edges float64
	how   string
}

// fullAt is the number of edges at which a share of what may be planned with comes to one: between two sizes along a
// line, beyond the largest along the last one.
func fullAt(rows []fleetRow, share func(fleetRow) float64) float64 {
	last := fleetRow{}
	before := 0.0
	for i, row := range rows {
		now := share(row)
		if now >= 1 || i == len(rows)-1 {
			if now <= before {
				return 0
			}
			return float64(last.Edges) + (1-before)/(now-before)*float64(row.Edges-last.Edges)
		}
		last, before = row, now
	}
	return 0
}

func (f figures) found() []bottleneck {
	all := []bottleneck{
		{"one Postgres", fullAt(f.Fleet, func(r fleetRow) float64 { return r.Postgres }), "CPU"},
		{"one Redis", fullAt(f.Fleet, func(r fleetRow) float64 { return r.Redis }), "CPU of its one thread"},
		{"the hot account's slot in a Redis Cluster", fullAt(f.Fleet, func(r fleetRow) float64 { return r.HotSlot }),
			"CPU of one shard's thread"},
		{"the hot account's row", f.rowFullAt(), "batches of usage wait for it, and fill the journals"},
	}
	sort.Slice(all, func(i, j int) bool { return all[i].edges < all[j].edges })
	return all
}

// rowFullAt is by what the row can post when all batches are full.
func (f figures) rowFullAt() float64 {
	for _, r := range f.Rows {
		if r.FullAfter > 0 {
			return r.Posted / ratePerEdge
		}
	}
	return 0
}

func (f figures) bottlenecks() table {
	t := table{name: "bottlenecks", heads: []string{"what there is one of", "used up at", "that is", "how"}}
	for _, b := range f.found() {
		if b.edges > 0 {
			t.add(b.what, fmt.Sprintf("%.0f edges", b.edges), short(b.edges*ratePerEdge)+" requests/s", b.how)
		}
	}
	return t
}
