package main

import (
	"math"
	"math/rand/v2"
)

// population is who asks: accounts by Zipf's law, each with some keys; the first account has a share of its own.
type population struct {
	Accounts       int     `json:"accounts"`
	KeysPerAccount int     `json:"keys_per_account"`
	HotKeys        int     `json:"hot_keys"`
	HotShare       float64 `json:"hot_share"`
	Zipf           float64 `json:"zipf"`
	LimitedShare   float64 `json:"limited_share"`
	// Windows that bind a limited key: requests, tokens, a day's requests.
	Windows int `json:"windows"`
	// A large concurrency limit of each limited key; 0 for none.
	Concurrency int64 `json:"concurrency"`
	// All limited keys have this limit; 0: by their traffic.
	FixedLimit int64 `json:"fixed_limit"`
}

// hot is the account with a share of its own.
const hot = int32(0)

// crowd draws requests of a population, and knows its limits.
type crowd struct {
	population
	draws alias
	limit []int64
}

func (p population) gather(rate float64) *crowd {
	weights := make([]float64, p.Accounts)
	sum := 0.0
	for i := 1; i < p.Accounts; i++ {
		weights[i] = math.Pow(float64(i), -p.Zipf)
		sum += weights[i]
	}
	weights[hot] = p.HotShare
	if sum == 0 {
		weights[hot] = 1
	}
	c := &crowd{population: p, limit: make([]int64, p.Accounts)}
	for i := range weights {
		if i > 0 {
			weights[i] *= (1 - p.HotShare) / sum
		}
		if p.isLimited(int32(i)) {
			c.limit[i] = p.limitFor(rate * weights[i] / float64(p.keysOf(int32(i))))
		}
	}
	c.draws = newAlias(weights)
	return c
}

// isLimited spreads the limited accounts evenly over the ranks, by the golden ratio.
func (p population) isLimited(account int32) bool {
	_, part := math.Modf(float64(account) * 0.6180339887498949)
	return part < p.LimitedShare
}

// limitFor is what somebody would set who knows the traffic: the next round number above twice of it, in requests a minute.
func (p population) limitFor(rate float64) int64 {
	if p.FixedLimit > 0 {
		return p.FixedLimit
	}
	for limit := int64(60); ; limit *= 10 {
		for _, round := range []int64{limit, limit * 3} {
			if float64(round) >= 2*60*rate {
				return round
			}
		}
	}
}

func (p population) keysOf(account int32) int {
	if account == hot {
		return p.HotKeys
	}
	return p.KeysPerAccount
}

// draw gives an account and one of its keys, numbered over all accounts.
func (c *crowd) draw(r *rand.Rand) (account, key int32) {
	account = c.draws.draw(r)
	if account == hot {
		return hot, int32(r.IntN(c.HotKeys))
	}
	return account, int32(c.HotKeys) + (account-1)*int32(c.KeysPerAccount) + int32(r.IntN(c.KeysPerAccount))
}
