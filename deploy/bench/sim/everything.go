package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"time"
)

const (
	ratePerEdge = 2000
	// Beyond it garbage is collected all the time rather than more memory taken.
	memoryMost = 3_600 << 20
)

var sizes = []int{1, 2, 4, 10, 20, 50, 100, 200, 500}

// society is the crowd of the large runs: a million keys, half of them with limits.
var society = population{Accounts: 99_981, KeysPerAccount: 10, HotKeys: 200, HotShare: 0.3, Zipf: 1, LimitedShare: 0.5,
	Windows: 2}

// figures are all that a run of the simulator finds.
type figures struct {
	Seed      uint64        `json:"seed"`
	Fleet     []fleetRow    `json:"fleet"`
	Near      []fleetRow    `json:"near"`
	Rows      []rowRow      `json:"hot_row"`
	Limits    []limitRow    `json:"limits"`
	Balances  []balanceRow  `json:"balances"`
	Failovers []failoverRow `json:"failovers"`
	Churn     []churnRow    `json:"churn"`
}

// fleetRow is what so many edges ask of everybody, a second.
type fleetRow struct {
	Edges     int            `json:"edges"`
	Affinity  int            `json:"affinity"`
	Seconds   float64        `json:"seconds"`
	Requests  float64        `json:"requests"`
	Waited    float64        `json:"waited"`
	Limited   float64        `json:"limited"`
	Refused   float64        `json:"refused_for_leases"`
	PerEdge   leaseLoad      `json:"per_edge"`
	Demand    demand         `json:"demand"`
	Instances map[string]int `json:"instances"`
	// What the edges themselves compute.
	EdgeCores float64 `json:"edge_cores"`
	// How much of one Postgres and one Redis is taken, of what may be planned with.
	Postgres, Redis float64
	// Of one core: what Redis does for the hot account alone.
	HotSlot float64 `json:"hot_slot"`
	// Batches and asks a second that want the hot account's row.
	HotRow   float64 `json:"hot_row"`
	Accounts float64 `json:"accounts_a_batch"`
	Counts   counts  `json:"counts"`
}

type leaseLoad struct {
	Leases int `json:"leases"`
	Keys   int `json:"keys"`
}

func (k constants) fleetSetting(edges int, seed uint64) setting {
	return setting{Edges: edges, Rate: float64(ratePerEdge * edges), Population: society, Duration: 2 * second,
		Need: usualNeed, Charge: usualCharge, Balance: 1 << 40, Seed: seed, Warm: 66 * second, Measure: 4 * second,
		Latency: k.Latency, Posting: k.Posting}
}

func (k constants) fleet(s setting) fleetRow {
	w := newWorld(s)
	c := w.measure()
	seconds := float64(s.Measure) / float64(second)
	e := w.edges[0]
	row := fleetRow{Edges: s.Edges, Affinity: s.Affinity, Requests: float64(c.Requests) / seconds, Counts: c,
		Seconds: seconds, PerEdge: leaseLoad{len(e.leases), len(e.keys)}}
	k.price(&row)
	return row
}

// price tells what a run's counts cost.
func (k constants) price(row *fleetRow) {
	c, busy := row.Counts, k.Capacity.Busy*1e6
	row.Waited, row.Limited = part(c.Waited, c.Requests), part(c.Limited, c.Requests)
	row.Refused, row.Accounts = part(c.Unavailable, c.Requests), mean(c.UsageAccounts, c.UsageCalls)
	row.Demand = k.demandOf(c, row.Seconds)
	row.EdgeCores = row.Requests * k.EdgeRequest / 1e6
	row.Instances = map[string]int{}
	for service, us := range row.Demand.Services {
		row.Instances[service] = k.instances(us)
	}
	row.Postgres = row.Demand.Postgres / (k.Capacity.PostgresCores * busy)
	row.Redis = row.Demand.Redis / (k.Capacity.RedisCores * busy)
	// Each slice is asked for and returned: half of the scripts are of either kind.
	script := (k.Calls["slices"].Item.Redis + k.Calls["returns"].Item.Redis) / 2
	row.HotSlot = float64(c.HotSlotScripts) / row.Seconds * script / busy
	row.HotRow = float64(c.HotRowUsage+c.HotRowLeases) / row.Seconds
}

// again tells what a former run costs with other constants: its counts stay.
func (f *figures) again(k constants) {
	f.Rows = nil
	for i := range f.Fleet {
		k.price(&f.Fleet[i])
		f.Rows = append(f.Rows, k.row(f.Fleet[i]))
	}
	for i := range f.Near {
		k.price(&f.Near[i])
	}
}

// row has the batches of a run of the fleet wait for one row.
func (k constants) row(of fleetRow) rowRow {
	records := mean(of.Counts.UsageRecords, of.Counts.UsageCalls)
	return tryRow(of.Edges, ratePerEdge, of.Accounts/records, k.Posting)
}

// everything is told step by step: what is found is kept after each, the dearest comes last.
func everything(k constants, most int, seed uint64, keep func(figures)) figures {
	// Leases and verdicts are most of the memory, and hold no pointers to look at.
	debug.SetGCPercent(30)
	debug.SetMemoryLimit(memoryMost)
	told := figures{Seed: seed}
	for _, edges := range upTo(most, sizes) {
		say("trials, %d edges", edges)
		told.trials(k, edges)
	}
	keep(told)
	for _, edges := range upTo(most, sizes) {
		say("%d edges", edges)
		row := k.fleet(k.fleetSetting(edges, seed))
		told.Fleet = append(told.Fleet, row)
		told.Rows = append(told.Rows, k.row(row))
		keep(told)
		if edges == 20 {
			told.churn(k, 10, seed)
		}
		if edges == 20 || edges == 100 {
			s := k.fleetSetting(edges, seed)
			s.Affinity = 2
			told.Near = append(told.Near, k.fleet(s))
			keep(told)
		}
	}
	return told
}

func upTo(most int, sizes []int) []int {
	end := 0
	for end < len(sizes) && sizes[end] <= most {
		end++
	}
	return sizes[:end]
}

func (f *figures) trials(k constants, edges int) {
	for _, limit := range []int64{600, 6000, 60_000} {
		f.Limits = append(f.Limits, tryLimit(edges, limit, k.Latency))
	}
	for _, rate := range []float64{2, 20, 200} {
		f.Balances = append(f.Balances, tryBalance(edges, rate, k.Latency))
	}
	for _, oneEdge := range []bool{false, true} {
		for _, offered := range []float64{0.8, 2, 10} {
			f.Failovers = append(f.Failovers, tryFailover(edges, 6000, offered, oneEdge, k.Latency))
		}
	}
}

func (f *figures) churn(k constants, edges int, seed uint64) {
	for _, one := range []struct {
		name string
		what change
	}{{"a rolling restart", rolling}, {"a tenth is killed within a minute", replaced}, {"twice as many, and back", scaled}} {
		say("churn: %s", one.name)
		s := k.fleetSetting(edges, seed)
		s.Warm, s.Measure = 80*second, 120*second
		f.Churn = append(f.Churn, tryChurn(one.name, s, one.what))
	}
}

func say(words string, about ...any) {
	fmt.Fprintln(os.Stderr, time.Now().UTC().Format(time.TimeOnly), fmt.Sprintf(words, about...))
}
