// Command provide runs the identity provider of tests until it is stopped, and
// prints its issuer. Its arguments are the addresses that it sends people back to.
package main

import (
	"fmt"
	"net"
	"os"

	"caseweave/internal/edge/openid/openidtest"
)

var everybody = []openidtest.Person{
	{Subject: "1001", Name: "Grace Hopper", Password: "at the provider", Email: "grace@example.com", Groups: []string{"security operations"}},
	{Subject: "1002", Name: "Edgar Poe", Password: "at the provider", Email: "edgar@example.com", Groups: []string{"poets"}},
}

func main() {
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		err = provide(at)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func provide(at net.Listener) error {
	p, err := openidtest.Serve(at, everybody, os.Args[1:]...)
	if err != nil {
		return err
	}
	fmt.Println(p.Issuer)
	p.Wait()
	return nil
}
