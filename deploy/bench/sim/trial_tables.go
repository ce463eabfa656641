package main

import "fmt"

func (f figures) limitTable() table {
	t := table{name: "limits", heads: []string{"edges", "600 RPM: used", "refused within", "6,000 RPM: used", "refused within",
		"60,000 RPM: used", "refused within", "most in a minute", "60,000 RPM refused within, smaller slices"}}
	for _, one := range grouped(f.Limits, func(r limitRow) int { return r.Edges }) {
		edges := one[0].Edges
		if edges < 10 && !shown[edges] {
			continue
		}
		cells, most, shrunk := []string{fmt.Sprint(edges)}, 0.0, 0.0
		for _, r := range one {
			cells = append(cells, percent(r.Used), percent(r.RefusedWithin))
			most, shrunk = max(most, r.Most), r.RefusedShrunk
		}
		t.add(append(cells, percent(most), percent(shrunk))...)
	}
	return t
}

// shown are the numbers of edges in tables that need no more of them; the JSON has all.
var shown = map[int]bool{1: true, 10: true, 100: true, 500: true}

func (f figures) balanceTable() table {
	t := table{name: "balances", heads: []string{"edges", "requests/s", "idle in leases", "left at the first 402, requests",
		"of the balance", "waited in the minute before", "seconds until the last is served", "refused in them", "left in the end",
		"recalls", "fetched by edges"}}
	for _, r := range f.Balances {
		if shown[r.Edges] {
			t.add(fmt.Sprint(r.Edges), short(r.Rate), percent(r.Stuck), short(r.LeftAtFirst), percent(r.LeftAtFirstPart),
				percent(r.Waited), short(r.Tail), percent(r.Refused), short(r.LeftInTheEnd), short(float64(r.Recalls)),
				short(float64(r.Fetches)))
		}
	}
	return t
}

func (f figures) failoverTable() table {
	t := table{name: "failover", heads: []string{"edges", "asked, of the limit", "evenly: most in a minute", "refused in the 3 s",
		"all to one edge: most in a minute", "refused in the 3 s", "waited 0.5 s"}}
	for _, one := range grouped(f.Failovers, func(r failoverRow) int { return r.Edges }) {
		for i, r := range one[:len(one)/2] {
			if other := one[i+len(one)/2]; r.Edges == 10 || r.Edges == 100 {
				t.add(fmt.Sprint(r.Edges), short(r.Offered)+" ×", percent(r.Most), percent(r.Refused), percent(other.Most),
					percent(other.Refused), short(float64(r.Hung)))
			}
		}
	}
	return t
}

func (f figures) churnTable() table {
	t := table{name: "churn", heads: []string{"edges", "what", "look-ups/s before", "in the worst second", "lease asks/s before",
		"worst", "waited before", "worst", "seconds until as before", "credit held by the dead, of a minute's spend"}}
	for _, r := range f.Churn {
		t.add(fmt.Sprint(r.Edges), r.Name, short(r.LookUps), short(r.LookUpsAtWorst), short(r.Leases), short(r.LeasesAtWorst),
			percent(r.Waited), percent(r.WaitedAtWorst), fmt.Sprint(r.SecondsUntilAsBefore), percent(r.HeldByDeadOfAll))
	}
	return t
}

// grouped puts rows of one key together, in the order in which they come.
func grouped[T any](rows []T, key func(T) int) [][]T {
	var groups [][]T
	for i, row := range rows {
		if i == 0 || key(rows[i-1]) != key(row) {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], row)
	}
	return groups
}
