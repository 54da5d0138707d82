"""Raw fields of an application: how they are typed, named and checked on screen."""
