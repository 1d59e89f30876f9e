// Package fakecity is a city in memory, without simulators or a server: what
// the tests of package web and its preview put behind the page.
package fakecity
