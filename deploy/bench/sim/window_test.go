package main

import "testing"

// Whatever edges do, no sixty seconds admit more than the limit.
func TestALimitIsNeverExceededInAnyMinute(t *testing.T) {
	for _, edges := range []int{1, 7, 60} {
		s := one(edges, 150, 6000)
		s.Warm, s.Measure = 0, 200*second
		w := newWorld(s)
		var admitted []int64
		w.observer.admitted = func(int32) { admitted = append(admitted, w.now) }
		c := w.measure()
		if most := mostIn(admitted, windowLength); most > 6000 {
			t.Errorf("%d edges admitted %d in a minute", edges, most)
		}
		if c.Limited == 0 {
			t.Error("nothing was refused")
		}
	}
}

func TestAGrantCountsInTheBucketOfItsLastUse(t *testing.T) {
	w := newWindow(100)
	granted, bucket := w.grant(10, 900*milli)
	if granted != 10 || bucket != 1 || w.used(900*milli) != 10 {
		t.Errorf("%d in %d", granted, bucket)
	}
	if w.used(61*second+999*milli) != 10 || w.used(62*second) != 0 {
		t.Error("a bucket counts until all of it is out of the window")
	}
	w.giveBack(bucket, 4, second)
	if w.used(second) != 6 {
		t.Error("what is given back counts no more")
	}
}

func TestASliceIsTakenUntilItsTimeIsOver(t *testing.T) {
	p := &slicePool{}
	p.ask(sliceSize(6000), 0)
	p.accept(20, 0)
	if p.isLow(149*milli) || !p.isLow(150*milli) {
		t.Error("the next is asked for when three quarters of the time are over")
	}
	if p.take(16, 199*milli) != 16 || !p.isLow(10*milli) {
		t.Error("or when less than a quarter is left")
	}
	if p.take(1, 200*milli) != 0 {
		t.Error("nothing is taken when the time is over")
	}
}
