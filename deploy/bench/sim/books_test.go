package main

import "testing"

func TestABalanceIsNeverNegativeAndAllCreditIsAccountedFor(t *testing.T) {
	for _, edges := range []int{1, 4, 20} {
		s := one(edges, 500, 0)
		s.Balance, s.Measure, s.Warm = 20_000, 120*second, 0
		w := newWorld(s)
		booked := int64(0)
		w.every(0, 10*milli, func() { booked += agree(t, w) })
		c := w.measure()
		left := w.accounts[0].balance
		if c.Broke == 0 || left < 0 || left >= w.Need.least+w.Charge || w.accounts[0].uncollected > 0 {
			t.Errorf("%d edges: %d refused, %d left", edges, c.Broke, left)
		}
		if booked == 0 {
			t.Error("nothing was looked at")
		}
	}
}

// agree compares billing's books with its leases', and each lease with itself.
func agree(t *testing.T, w *world) int64 {
	account, held := &w.accounts[0], int64(0)
	for _, e := range w.edges {
		if l := e.leases[0]; l != nil {
			held += l.held
			if e.alive && (l.available != l.left-l.reserved || l.available < 0) {
				t.Fatalf("at %d a lease has %+v", w.now, *l)
			}
		}
	}
	if account.held != held || account.held > account.balance || account.balance < 0 {
		t.Fatalf("at %d: balance %d, held %d, by leases %d", w.now, account.balance, account.held, held)
	}
	return 1
}

func TestALeaseHoldsAtMostATwentiethOfWhatIsFree(t *testing.T) {
	a, l := &account{balance: 1_000_000}, &lease{}
	answer := a.answer(l, leaseAsk{surplus: 1 << 40}, need{4000, 0, 1000})
	if answer.surplus != 50_000 || a.held != 50_000 || answer.free != 950_000 {
		t.Errorf("%+v of %+v", answer, *a)
	}
}

func TestASmallAccountIsExact(t *testing.T) {
	a, l := &account{balance: 10_000}, &lease{usual: 4000}
	answer := a.answer(l, leaseAsk{needs: 1, surplus: 4000}, need{4000, 4000, 1000})
	if !answer.exact || answer.surplus != 0 || len(answer.grants) != 1 {
		t.Errorf("%+v", answer)
	}
}

func TestANeedIsRefusedOnlyBelowItsLeast(t *testing.T) {
	n := need{4000, 2000, 1000}
	for free, granted := range map[int64]int64{999: 0, 1000: 1000, 1999: 1999, 2000: 2000, 31_999: 2000, 32_000: 4000} {
		if got := grant(n, free); got != granted {
			t.Errorf("%d of %d free, not %d", got, free, granted)
		}
	}
}

func TestAChargeTakesItsLeaseThenWhatIsFreeAndNeverMore(t *testing.T) {
	a := &account{balance: 1000}
	l := &lease{}
	a.hold(l, 300)
	a.hold(&lease{}, 500)
	a.post(l, 600)
	if a.balance != 500 || a.held != 500 || l.held != 0 || a.uncollected != 100 {
		t.Errorf("%+v, %+v", *a, *l)
	}
}
