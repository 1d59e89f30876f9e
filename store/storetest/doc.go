// Package storetest is the contract of [bot.Store] as tests: [Run] puts a store
// through every kind of change, order, dedup, failures before and after a
// commit, crashes, a full disk, concurrent callers, and random histories beside
// a model in memory. A store is done when it passes.
//
// After each test the store is closed, opened again and, if it has a method
// Check(context.Context) error, checked.
package storetest
