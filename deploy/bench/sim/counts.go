package main

// What inner services and stores are asked, by kind. Items are what travels in such calls: asks, records, reports.
type counts struct {
	Requests, Waited, Limited, Broke, Unavailable     int64
	Degraded                                          int64
	Introspects                                       int64
	LeaseCalls, LeaseAsks, LeaseOpens, LeaseCloses    int64
	SliceCalls, SliceAsks, ReturnCalls, ReturnItems   int64
	PermitCalls                                       int64
	CorrectionCalls, CorrectionItems                  int64
	RenewCalls, RenewItems                            int64
	UsageCalls, UsageRecords, UsageAccounts           int64
	OpenCalls, OpenFrames                             int64
	Recalls, RecallFetches                            int64
	HotSlotScripts, HotRowUsage, HotRowLeases         int64
	AuthPolls, RoutingPolls, BillingPolls, Catalogues int64
}
