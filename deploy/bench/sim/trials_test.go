package main

import "testing"

var near = latencies{2 * milli, 2 * milli, 4 * milli}

func TestAFewEdgesUseAlmostAllOfALimit(t *testing.T) {
	row := tryLimit(4, 6000, near)
	if row.Used < 0.94 || row.Most > 1 || row.RefusedWithin > 0 {
		t.Errorf("%+v", row)
	}
}

func TestManyEdgesThatAllUseALargeLimitHoldItInSlicesThatTheyDoNotUse(t *testing.T) {
	row := tryLimit(300, 60_000, near)
	if row.RefusedWithin < 0.1 || row.RefusedShrunk > row.RefusedWithin/2 {
		t.Errorf("%+v", row)
	}
}

func TestAnAccountIsSpentToItsLastRequestOverAnyNumberOfEdges(t *testing.T) {
	for _, edges := range []int{1, 10, 100} {
		row := tryBalance(edges, 20, near)
		if row.LeftInTheEnd > 2 || row.LeftAtFirstPart > 0.1 || row.Tail == 0 {
			t.Errorf("%+v", row)
		}
	}
}

func TestAnOutageOfRedisAdmitsHalfAsMuchAgainAtMostAndWhatWasForgotten(t *testing.T) {
	const edges, limit = 10, 6000
	row := tryFailover(edges, limit, 10, false, near)
	// The window before, shares, and the second that was forgotten.
	if most := 1 + 1.5 + 10.0/60 + edges/float64(limit); row.Most > most || row.Most <= 1 {
		t.Errorf("%+v, at most %f", row, most)
	}
}

func TestAShareIsHalfAsMuchAgainAsAnEqualOne(t *testing.T) {
	for edges, want := range map[int]int64{1: 15, 2: 8, 4: 4, 10: 2, 100: 1} {
		if got := share(10, edges); got != want {
			t.Errorf("%d of %d edges, not %d", got, edges, want)
		}
	}
}

func TestARowThatIsTakenAllTheTimePostsFullBatchesAndNoMore(t *testing.T) {
	cost := posting{Call: 5000, Record: 10}
	few, many := tryRow(2, 2000, 0, cost), tryRow(100, 2000, 0, cost)
	isWithin(t, "posted by few", few.Posted, few.Offered, 0.01)
	isWithin(t, "posted by many", many.Posted, 1000/0.015, 0.02)
	isWithin(t, "a batch of many", many.Batch, usageMax, 0.001)
	if few.FullAfter != 0 || many.FullAfter == 0 || many.Busy < 0.99 {
		t.Errorf("%+v\n%+v", few, many)
	}
}

func TestKilledEdgesHoldCreditUntilTheirSuccessorsReleaseIt(t *testing.T) {
	s := town(10, 500)
	s.Warm, s.Measure = 70*second, 130*second
	row := tryChurn("killed", s, replaced)
	if row.HeldByDead == 0 || row.LookUpsAtWorst < row.LookUps {
		t.Errorf("%+v", row)
	}
}

func TestAfterARollingRestartAllCreditIsAccountedFor(t *testing.T) {
	s := one(4, 200, 0)
	s.Balance = 1_000_000
	w := newWorld(s)
	rolling(w, 10*second)
	w.run(200 * second)
	agree(t, w)
}
