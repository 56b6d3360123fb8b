"""The rules of Jamboree: standard library only. No Discord, no HTTP, no SQL, no clock."""
