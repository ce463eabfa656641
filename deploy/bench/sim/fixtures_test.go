package main

import "testing"

// one is a world of one key on some edges, at a rate, with a limit; nothing else goes on.
func one(edges int, rate float64, limit int64) setting {
	return setting{Edges: edges, Rate: rate, Duration: 20 * milli, Need: need{4000, 4000, 1000}, Charge: 1000,
		Balance: 1 << 40, Seed: 7, Singly: true, Warm: 70 * second, Measure: 60 * second,
		Latency: near, Posting: posting{Call: 10_000},
		Population: population{Accounts: 1, HotKeys: 1, HotShare: 1, LimitedShare: isLimited(limit), Windows: 1,
			FixedLimit: limit}}
}

func isLimited(limit int64) float64 {
	if limit > 0 {
		return 1
	}
	return 0
}

// town is small, but has all kinds of accounts.
func town(edges int, rate float64) setting {
	s := one(edges, rate, 0)
	s.Population = population{Accounts: 2000, KeysPerAccount: 3, HotKeys: 5, HotShare: 0.3, Zipf: 1, LimitedShare: 0.5,
		Windows: 2}
	s.Measure = 30 * second
	return s
}

func isWithin(t *testing.T, name string, got, want, share float64) {
	t.Helper()
	if got < want*(1-share) || got > want*(1+share) {
		t.Errorf("%s: %.2f, expected %.2f within %.0f %%", name, got, want, share*100)
	}
}

func perSecond(count int64, s setting) float64 { return float64(count) / float64(s.Measure/second) }
