package main

// kind is one kind of inner call: how many calls and further items there are in a count.
type kind struct {
	name  string
	calls func(c counts) int64
	items func(c counts) int64
}

var kinds = []kind{
	{"changes_auth", func(c counts) int64 { return c.AuthPolls }, none},
	{"changes_routing", func(c counts) int64 { return c.RoutingPolls + c.Catalogues/2 }, none},
	{"changes_billing", func(c counts) int64 { return c.BillingPolls + c.Catalogues/2 + c.RecallFetches }, none},
	{"introspect", func(c counts) int64 { return c.Introspects }, none},
	{"permit", func(c counts) int64 { return c.PermitCalls }, none},
	{"slices", func(c counts) int64 { return c.SliceCalls }, func(c counts) int64 { return c.SliceAsks }},
	{"returns", func(c counts) int64 { return c.ReturnCalls }, func(c counts) int64 { return c.ReturnItems }},
	{"corrections", func(c counts) int64 { return c.CorrectionCalls + c.RenewCalls },
		func(c counts) int64 { return c.CorrectionItems + c.RenewItems }},
	{"leases", func(c counts) int64 { return c.LeaseCalls }, func(c counts) int64 { return c.LeaseAsks }},
	{"usage", func(c counts) int64 { return c.UsageCalls }, func(c counts) int64 { return c.UsageRecords }},
	{"opens", func(c counts) int64 { return c.OpenCalls }, func(c counts) int64 { return c.OpenFrames }},
}

func none(counts) int64 { return 0 }

// demand is what a second of a run asks of everybody: CPU µs by process, statements and commands.
type demand struct {
	Services   map[string]float64 `json:"services_us"`
	Postgres   float64            `json:"postgres_us"`
	Redis      float64            `json:"redis_us"`
	Statements float64            `json:"statements"`
	Commands   float64            `json:"commands"`
	Calls      map[string]float64 `json:"calls"`
	Items      map[string]float64 `json:"items"`
}

func (k constants) demandOf(c counts, seconds float64) demand {
	d := demand{Services: map[string]float64{}, Calls: map[string]float64{}, Items: map[string]float64{}}
	for _, kind := range kinds {
		cost, sum := k.Calls[kind.name], load{}
		calls, items := float64(kind.calls(c))/seconds, float64(kind.items(c))/seconds
		sum.add(cost.Call, calls)
		sum.add(cost.Item, items)
		if kind.name == "usage" {
			sum.add(cost.Account, float64(c.UsageAccounts)/seconds)
		}
		d.Services[cost.Service] += sum.Service
		d.Postgres += sum.Postgres
		d.Redis += sum.Redis
		d.Statements += sum.Statements
		d.Commands += sum.Commands
		d.Calls[kind.name] = calls
		d.Items[kind.name] = items
	}
	return d
}

// instances of a service at so much of a core each: two at least, for availability.
func (k constants) instances(us float64) int {
	return max(2, int(us/(k.Capacity.Busy*1e6))+1)
}
