package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"time"
)

const ratePerEdge = 2000

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
	Requests  float64        `json:"requests"`
	Waited    float64        `json:"waited"`
	Limited   float64        `json:"limited"`
	Refused   float64        `json:"refused_for_leases"`
	PerEdge   leaseLoad      `json:"per_edge"`
	Demand    demand         `json:"demand"`
	Instances map[string]int `json:"instances"`
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
		Latency: k.Latency}
}

func (k constants) fleet(s setting) fleetRow {
	w := newWorld(s)
	c := w.measure()
	seconds := float64(s.Measure) / float64(second)
	row := fleetRow{Edges: s.Edges, Affinity: s.Affinity, Requests: float64(c.Requests) / seconds, Counts: c,
		Waited: part(c.Waited, c.Requests), Limited: part(c.Limited, c.Requests), Refused: part(c.Unavailable, c.Requests),
		Demand: k.demandOf(c, seconds), Instances: map[string]int{}, Accounts: mean(c.UsageAccounts, c.UsageCalls)}
	for service, us := range row.Demand.Services {
		row.Instances[service] = k.instances(us)
	}
	busy := k.Capacity.Busy * 1e6
	row.Postgres = row.Demand.Postgres / (k.Capacity.PostgresCores * busy)
	row.Redis = row.Demand.Redis / (k.Capacity.RedisCores * busy)
	row.HotSlot = float64(c.HotSlotScripts) / seconds * k.Calls["slices"].Item.Redis / busy
	row.HotRow = float64(c.HotRowUsage+c.HotRowLeases) / seconds
	e := w.edges[0]
	row.PerEdge = leaseLoad{len(e.leases), len(e.keys)}
	return row
}

func everything(k constants, most int, seed uint64) figures {
	// Leases and verdicts are most of the memory, and hold no pointers to look at.
	debug.SetGCPercent(30)
	told := figures{Seed: seed}
	for _, edges := range sizes {
		if edges > most {
			break
		}
		say("%d edges", edges)
		told.Fleet = append(told.Fleet, k.fleet(k.fleetSetting(edges, seed)))
		posting := postingCost{k.Posting.Call, k.Posting.Record, k.Posting.Account}
		accounts := told.Fleet[len(told.Fleet)-1].Accounts
		told.Rows = append(told.Rows, tryRow(edges, ratePerEdge, accounts/(ratePerEdge*0.12), posting))
		told.trials(k, edges)
	}
	for _, edges := range []int{20, 100} {
		if edges <= most {
			s := k.fleetSetting(edges, seed)
			s.Affinity = 2
			told.Near = append(told.Near, k.fleet(s))
		}
	}
	told.churn(k, min(20, most), seed)
	return told
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
		s.Warm, s.Measure = 80*second, 130*second
		f.Churn = append(f.Churn, tryChurn(one.name, s, one.what))
	}
}

func say(words string, about ...any) {
	fmt.Fprintln(os.Stderr, time.Now().UTC().Format(time.TimeOnly), fmt.Sprintf(words, about...))
}
