package main

import (
	"reflect"
	"testing"
)

func TestOneBusyKeyOnOneEdgeAsksForASliceAfterThreeQuartersOfItsValidity(t *testing.T) {
	s := one(1, 1000, 600_000)
	c := newWorld(s).measure()
	// 150 ms, and about a millisecond until the next request comes.
	isWithin(t, "slices a second", perSecond(c.SliceCalls, s), 1/0.151, 0.02)
	isWithin(t, "returns a second", perSecond(c.ReturnItems, s), 1/0.151, 0.02)
}

func TestAKeyThatIsSlowerThanASliceAsksForEachRequest(t *testing.T) {
	s := one(1, 1, 600)
	s.Measure = 1800 * second
	c := newWorld(s).measure()
	// But for a request that comes within 150 ms of the one before.
	isWithin(t, "asks a request", float64(c.SliceCalls)/float64(c.Requests), 1/1.15, 0.03)
}

func TestASmallLimitIsAskedForRequestByRequest(t *testing.T) {
	c := newWorld(one(1, 1, 120)).measure()
	if c.PermitCalls != c.Requests || c.SliceCalls != 0 {
		t.Errorf("%d permits and %d slices for %d requests", c.PermitCalls, c.SliceCalls, c.Requests)
	}
}

func TestAKeyInUseIsLookedUpEach45Seconds(t *testing.T) {
	s := one(1, 1000, 0)
	s.Warm, s.Measure = second, 900*second
	isWithin(t, "look-ups", float64(newWorld(s).measure().Introspects), 900/45, 0.01)
}

func TestASteadyLeaseIsRenewedAtHalf(t *testing.T) {
	s := one(1, 100, 0)
	s.Warm, s.Measure = 400*second, 600*second
	c := newWorld(s).measure()
	// 60 s of spend: half is spent, and half of the time over, after 30 s. What comes first by chance decides whether
	// the renewal brings credit; when not, it is asked for again at a quarter.
	isWithin(t, "asks", float64(c.LeaseAsks), 600/25, 0.2)
}

func TestAnIdleLeaseIsRenewedOnceGivesBackAndIsClosed(t *testing.T) {
	s := one(1, 1.0/3600, 0)
	s.Warm, s.Measure, s.Seed = 0, 7200*second, 3
	c := newWorld(s).measure()
	if c.Requests == 0 || c.LeaseOpens != c.Requests || c.LeaseAsks != 4*c.LeaseOpens || c.LeaseCloses != c.LeaseOpens {
		t.Errorf("%d requests: %d opened, %d closed, %d asks", c.Requests, c.LeaseOpens, c.LeaseCloses, c.LeaseAsks)
	}
}

func TestAnEdgeShipsItsJournalOnceASecondUnlessBatchesAreFull(t *testing.T) {
	s := one(1, 500, 0)
	c := newWorld(s).measure()
	isWithin(t, "batches a second", perSecond(c.UsageCalls, s), 1, 0.02)
	s = one(1, 20_000, 0)
	s.Warm, s.Measure = second, 5*second
	c = newWorld(s).measure()
	isWithin(t, "records of a batch", float64(c.UsageRecords)/float64(c.UsageCalls), usageMax, 0.01)
}

func TestAnEdgeAsksForChangesTwiceASecond(t *testing.T) {
	s := one(3, 1, 0)
	c := newWorld(s).measure()
	isWithin(t, "auth", perSecond(c.AuthPolls, s), 6, 0.01)
	isWithin(t, "billing", perSecond(c.BillingPolls, s), 12, 0.01)
}

func TestARecordAfterAPauseLeavesSoonAndTheNextASecondLater(t *testing.T) {
	w := newWorld(one(1, 1e-9, 0))
	w.run(10 * second)
	for sent, wait := range []int64{usageWait, usagePause - milli} {
		w.written(w.edges[0], &lease{})
		w.run(w.now + wait - milli)
		before := w.counts.UsageCalls
		w.run(w.now + 2*milli)
		if before != int64(sent) || w.counts.UsageCalls != int64(sent)+1 {
			t.Errorf("%d batches, then %d, expected one more than %d", before, w.counts.UsageCalls, sent)
		}
	}
}

func TestARequestOfTwoSecondsIsToldWhileItRunsBehindABatch(t *testing.T) {
	s := one(1, 100, 0)
	s.Duration = 2 * second
	c := newWorld(s).measure()
	isWithin(t, "requests that are told", float64(c.OpenFrames), float64(c.Requests), 0.05)
	isWithin(t, "calls for a batch", float64(c.OpenCalls), float64(c.UsageCalls), 0.05)
}

func TestSlotsFollowThePeakAndHardlyGoBackAndForth(t *testing.T) {
	s := one(1, 1000, 600_000)
	s.Population.Concurrency, s.Duration = 100_000, 2*second
	w := newWorld(s)
	c := w.measure()
	pool := w.edges[0].slots[0]
	isWithin(t, "slots in use", float64(pool.used), 2000, 0.1)
	if held := pool.used + pool.free; held < pool.peak || held > pool.peak+2*pool.spare() {
		t.Errorf("%d slots are held, at most %d were in use of late", held, pool.peak)
	}
	if perSecond(c.CorrectionItems, s) > 10 {
		t.Errorf("%d slots were released", c.CorrectionItems)
	}
}

func TestSlotsAreReleasedOnlyAboveTwiceTheSpare(t *testing.T) {
	p := &slotPool{used: 100, peak: 100, free: 50}
	if released := p.sweep(second); released != 0 {
		t.Errorf("%d of 50 spare ones", released)
	}
	p.free++
	if released := p.sweep(second); released != 26 || p.free != p.spare() {
		t.Errorf("%d of 51 spare ones", released)
	}
}

func TestSlotsOfARestingAccountAreAllReleased(t *testing.T) {
	p := &slotPool{free: 30}
	p.take(20, 0)
	p.giveBack(20)
	if p.sweep(second) != 0 || p.sweep(restsAfter+1) != 30 || p.free != 0 {
		t.Errorf("%+v", *p)
	}
}

func TestASeedGivesOneRun(t *testing.T) {
	s := town(3, 300)
	s.Measure = 5 * second
	if one, other := newWorld(s).measure(), newWorld(s).measure(); one != other {
		t.Errorf("%+v\n%+v", one, other)
	}
}

// What holds of drawing all requests of a millisecond at once: no count differs from that of single ones by more than
// chance.
func TestRequestsByTheMillisecondAskWhatSingleOnesDo(t *testing.T) {
	s := town(2, 1000)
	singly := newWorld(s).measure()
	s.Singly, s.Seed = false, 8
	together := newWorld(s).measure()
	one, other := reflect.ValueOf(singly), reflect.ValueOf(together)
	for i := range one.NumField() {
		if a, b := one.Field(i).Int(), other.Field(i).Int(); a > 500 {
			isWithin(t, one.Type().Field(i).Name, float64(b), float64(a), 0.06)
		}
	}
}
